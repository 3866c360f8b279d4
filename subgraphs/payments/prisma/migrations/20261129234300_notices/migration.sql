ALTER TABLE "refunds" ADD COLUMN "times_returned" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "ledger_entries" ADD COLUMN "round" INTEGER NOT NULL DEFAULT 0;

-- A refund that came back is made once more: each time is posted once.
CREATE UNIQUE INDEX "ledger_entries_one_per_round" ON "ledger_entries" ("refund_id", "kind", "round") WHERE "refund_id" IS NOT NULL;
DROP INDEX "ledger_entries_one_per_refund";

CREATE TABLE "processor_notices" (
    "processor" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "ref" TEXT,
    "matched" BOOLEAN NOT NULL DEFAULT true,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "processor_notices_pkey" PRIMARY KEY ("processor", "id")
);
CREATE INDEX "processor_notices_received_at_idx" ON "processor_notices"("received_at");
CREATE INDEX "processor_notices_unmatched" ON "processor_notices" ("received_at") WHERE NOT "matched";
