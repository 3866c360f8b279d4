-- Who holds a ticket is the buyer until it is assigned; who bought it is in its order.
ALTER TABLE "tickets" RENAME COLUMN "user_id" TO "holder_id";
ALTER INDEX "tickets_user_id_created_at_id_idx" RENAME TO "tickets_holder_id_created_at_id_idx";

-- What the door tells of a ticket.
ALTER TABLE "tickets"
  ADD COLUMN "door_version" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "released_at" TIMESTAMPTZ(3),
  ADD COLUMN "used_at" TIMESTAMPTZ(3);

-- A refund is asked of the door first while that is open. One that gives back nothing but tickets has no payment.
ALTER TABLE "refunds"
  ALTER COLUMN "payment_id" DROP NOT NULL,
  ADD COLUMN "force" BOOLEAN NOT NULL DEFAULT false,
  DROP CONSTRAINT "refunds_amount",
  ADD CONSTRAINT "refunds_amount" CHECK ("amount_minor" >= 0 AND ("payment_id" IS NULL OR "amount_minor" > 0));
CREATE INDEX "refunds_requested" ON "refunds" ("updated_at") WHERE "status" = 'REQUESTED';
