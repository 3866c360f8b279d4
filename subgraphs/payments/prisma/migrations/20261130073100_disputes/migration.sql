-- What the bank of a buyer has called back, or may.
CREATE TYPE "DisputeStatus" AS ENUM ('NEEDS_RESPONSE', 'UNDER_REVIEW', 'WON', 'LOST');
CREATE TABLE "disputes" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "payment_id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "processor" TEXT NOT NULL,
    "processor_ref" TEXT NOT NULL,
    "status" "DisputeStatus" NOT NULL,
    "reason" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "taken_minor" BIGINT NOT NULL DEFAULT 0,
    "fee_minor" BIGINT NOT NULL DEFAULT 0,
    "rounds" INTEGER NOT NULL DEFAULT 0,
    "respond_by" TIMESTAMPTZ(3),
    "evidence" TEXT,
    "evidence_at" TIMESTAMPTZ(3),
    "evidence_sent_at" TIMESTAMPTZ(3),
    "next_check_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "disputes_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "disputes_amount" CHECK ("amount_minor" > 0),
    CONSTRAINT "disputes_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "disputes_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "disputes_processor_ref_key" ON "disputes"("processor_ref");
CREATE INDEX "disputes_payment_id_idx" ON "disputes"("payment_id");
CREATE INDEX "disputes_order_id_idx" ON "disputes"("order_id");
CREATE INDEX "disputes_event_id_created_at_id_idx" ON "disputes"("event_id", "created_at" DESC, "id" DESC);
CREATE INDEX "disputes_created_at_id_idx" ON "disputes"("created_at" DESC, "id" DESC);
CREATE INDEX "disputes_open" ON "disputes"("created_at" DESC, "id" DESC) WHERE "status" IN ('NEEDS_RESPONSE', 'UNDER_REVIEW');
CREATE INDEX "disputes_to_check" ON "disputes"("next_check_at") WHERE "next_check_at" IS NOT NULL;

-- How many of an order's payments are disputed right now; what is called back of a payment is not given back as well.
ALTER TABLE "orders" ADD COLUMN "open_disputes" INTEGER NOT NULL DEFAULT 0, ADD CONSTRAINT "orders_open_disputes" CHECK ("open_disputes" >= 0);
ALTER TABLE "payments" ADD COLUMN "disputed_minor" BIGINT NOT NULL DEFAULT 0,
  ADD CONSTRAINT "payments_never_returned_beyond_amount" CHECK ("disputed_minor" >= 0 AND "refunded_minor" + "disputed_minor" <= "amount_minor");

-- Disputes at the built-in processor.
CREATE TABLE "sandbox_disputes" (
    "id" TEXT NOT NULL,
    "intent_id" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "status" TEXT NOT NULL,
    "respond_by" TIMESTAMPTZ(3) NOT NULL,
    "evidence" TEXT,
    "decides_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sandbox_disputes_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "sandbox_disputes_intent_id_fkey" FOREIGN KEY ("intent_id") REFERENCES "sandbox_intents"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "sandbox_disputes_created_at_idx" ON "sandbox_disputes"("created_at");
CREATE INDEX "sandbox_disputes_intent_id_idx" ON "sandbox_disputes"("intent_id");
