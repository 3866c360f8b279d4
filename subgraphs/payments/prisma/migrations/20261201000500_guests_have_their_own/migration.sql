-- Written by hand: what Prisma cannot express.

-- Guests without accounts are told of by the order's id, and no longer in somebody's name. What was sold before keeps that name.
ALTER TABLE "orders" DROP CONSTRAINT "orders_guest", DROP CONSTRAINT "orders_guest_sold",
  ADD CONSTRAINT "orders_guest" CHECK ("in_name_of" IS NULL OR "user_id" = "id"),
  ADD CONSTRAINT "orders_guest_sold" CHECK ("user_id" <> "id" OR "sold_by" IS NOT NULL);
