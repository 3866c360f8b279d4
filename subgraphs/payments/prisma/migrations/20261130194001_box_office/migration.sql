-- Sales at the box office: what is paid there the seller holds, and gives back.
ALTER TABLE "orders" ADD COLUMN "sold_by" UUID, ADD COLUMN "in_name_of" UUID,
  -- A guest without an account stands for themselves: the order has its own id as its buyer.
  ADD CONSTRAINT "orders_guest" CHECK (("in_name_of" IS NOT NULL) = ("user_id" = "id")),
  ADD CONSTRAINT "orders_guest_sold" CHECK ("in_name_of" IS NULL OR "sold_by" IS NOT NULL);
CREATE INDEX "orders_at_box_office" ON "orders" ("event_id") WHERE "sold_by" IS NOT NULL;
CREATE INDEX "orders_sold_by" ON "orders" ("sold_by") WHERE "sold_by" IS NOT NULL;
CREATE INDEX "orders_in_name_of" ON "orders" ("in_name_of") WHERE "in_name_of" IS NOT NULL;

ALTER TABLE "refunds" ADD COLUMN "by_seller" BOOLEAN NOT NULL DEFAULT false, ADD COLUMN "handed_by" UUID,
  -- No processor is asked for what the seller gives back.
  ADD CONSTRAINT "refunds_by_seller" CHECK (NOT "by_seller" OR ("processor_ref" IS NULL AND "next_attempt_at" IS NULL)),
  ADD CONSTRAINT "refunds_handed" CHECK ("handed_by" IS NULL OR ("by_seller" AND "status" = 'MADE'));
CREATE INDEX "refunds_handed_by" ON "refunds" ("handed_by") WHERE "handed_by" IS NOT NULL;
