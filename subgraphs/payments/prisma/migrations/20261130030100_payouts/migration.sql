-- An entry may be about something other than an order; `reference_id` says which.
ALTER TABLE "ledger_entries" ALTER COLUMN "order_id" DROP NOT NULL, ADD COLUMN "reference_id" UUID;
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_about" CHECK ("order_id" IS NOT NULL OR "reference_id" IS NOT NULL);
CREATE UNIQUE INDEX "ledger_entries_one_per_reference" ON "ledger_entries" ("reference_id", "kind", "round") WHERE "reference_id" IS NOT NULL;

-- Who is paid what they earn, and how.
CREATE TYPE "PayeeStatus" AS ENUM ('PENDING', 'VERIFIED', 'RESTRICTED');
CREATE TYPE "PayoutSchedule" AS ENUM ('IMMEDIATE', 'WEEKLY', 'MONTHLY');
CREATE TABLE "payees" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "is_organization" BOOLEAN NOT NULL,
    "processor" TEXT NOT NULL,
    "processor_ref" TEXT,
    "status" "PayeeStatus" NOT NULL,
    "country" TEXT NOT NULL,
    "schedule" "PayoutSchedule" NOT NULL,
    "minimum_minor" BIGINT NOT NULL,
    "next_payout_at" TIMESTAMPTZ(3),
    "next_check_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payees_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "payees_minimum" CHECK ("minimum_minor" >= 0)
);
CREATE UNIQUE INDEX "payees_processor_ref_key" ON "payees"("processor_ref");
CREATE INDEX "payees_due" ON "payees"("next_payout_at") WHERE "status" = 'VERIFIED' AND "next_payout_at" IS NOT NULL;
CREATE INDEX "payees_to_check" ON "payees"("next_check_at") WHERE "next_check_at" IS NOT NULL;

CREATE TYPE "PayoutStatus" AS ENUM ('PROMISED', 'MADE', 'FAILED');
CREATE TABLE "payouts" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "payee_id" UUID NOT NULL,
    "processor" TEXT NOT NULL,
    "destination" TEXT NOT NULL,
    "status" "PayoutStatus" NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "processor_ref" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payouts_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "payouts_amount" CHECK ("amount_minor" > 0),
    CONSTRAINT "payouts_payee_id_fkey" FOREIGN KEY ("payee_id") REFERENCES "payees"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "payouts_processor_ref_key" ON "payouts"("processor_ref");
CREATE INDEX "payouts_payee_id_created_at_id_idx" ON "payouts"("payee_id", "created_at" DESC, "id" DESC);
CREATE INDEX "payouts_promised" ON "payouts"("next_attempt_at") WHERE "status" = 'PROMISED';

-- What a payout is made of: each posting of a payee is paid out once.
CREATE TABLE "payout_lines" (
    "posting_id" BIGINT NOT NULL,
    "payout_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "amount_minor" BIGINT NOT NULL,

    CONSTRAINT "payout_lines_pkey" PRIMARY KEY ("posting_id"),
    CONSTRAINT "payout_lines_posting_id_fkey" FOREIGN KEY ("posting_id") REFERENCES "ledger_postings"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "payout_lines_payout_id_fkey" FOREIGN KEY ("payout_id") REFERENCES "payouts"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "payout_lines_payout_id_position_key" ON "payout_lines"("payout_id", "position");

-- Accounts of payees at the built-in processor, and what went to them.
CREATE TABLE "sandbox_transfers" (
    "id" TEXT NOT NULL,
    "destination" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sandbox_transfers_pkey" PRIMARY KEY ("id")
);
