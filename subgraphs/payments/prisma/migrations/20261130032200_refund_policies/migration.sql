-- Until when buyers may give tickets back, as the organiser says before the sale; null is never. An order keeps what held when it was made.
CREATE TABLE "refund_policies" (
    "event_id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "hours_before" INTEGER,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "refund_policies_pkey" PRIMARY KEY ("event_id"),
    CONSTRAINT "refund_policies_hours" CHECK ("hours_before" >= 0)
);
ALTER TABLE "orders" ADD COLUMN "refund_hours_before" INTEGER DEFAULT 0;
