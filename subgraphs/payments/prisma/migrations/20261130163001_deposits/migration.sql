-- What buyers deposit for a place, and get back when somebody comes.
CREATE TYPE "DepositStatus" AS ENUM ('HELD', 'RETURNED', 'KEPT');
CREATE TYPE "DepositReason" AS ENUM ('CHECKED_IN', 'GIVEN_BACK', 'CALLED_OFF', 'NO_CHECK_IN', 'HOLDER_ERASED', 'CALLED_BACK', 'NO_SHOW');

ALTER TABLE "people" ADD COLUMN "reliability" DOUBLE PRECISION;
ALTER TABLE "ticket_tiers" ADD COLUMN "deposit_minor" BIGINT NOT NULL DEFAULT 0, ADD COLUMN "deposit_waived_from" INTEGER,
  ADD CONSTRAINT "ticket_tiers_deposit" CHECK ("deposit_minor" >= 0),
  ADD CONSTRAINT "ticket_tiers_deposit_waived_from" CHECK ("deposit_waived_from" BETWEEN 1 AND 100);
ALTER TABLE "orders" ADD COLUMN "deposit_minor" BIGINT NOT NULL DEFAULT 0,
  ADD CONSTRAINT "orders_deposit" CHECK ("deposit_minor" BETWEEN 0 AND "total_minor");
ALTER TABLE "order_items" ADD COLUMN "deposit_minor" BIGINT NOT NULL DEFAULT 0, ADD CONSTRAINT "order_items_deposit" CHECK ("deposit_minor" >= 0);
ALTER TABLE "refunds" ADD COLUMN "is_deposit" BOOLEAN NOT NULL DEFAULT false;

CREATE TABLE "deposits" (
    "id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "ticket_id" UUID NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "fee_minor" BIGINT NOT NULL,
    "called_back_minor" BIGINT NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL,
    "status" "DepositStatus" NOT NULL DEFAULT 'HELD',
    "reason" "DepositReason",
    "excused" BOOLEAN NOT NULL DEFAULT false,
    "refund_id" UUID,
    "ended_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "deposits_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "deposits_amount" CHECK ("amount_minor" > 0 AND "fee_minor" BETWEEN 0 AND "amount_minor"),
    CONSTRAINT "deposits_called_back" CHECK ("called_back_minor" BETWEEN 0 AND "amount_minor"),
    CONSTRAINT "deposits_end" CHECK (("status" = 'HELD') = ("ended_at" IS NULL) AND ("status" = 'HELD') = ("reason" IS NULL)
      AND ("status" = 'KEPT') = ("reason" IS NOT DISTINCT FROM 'NO_SHOW')),
    CONSTRAINT "deposits_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "deposits_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "tickets"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "deposits_refund_id_fkey" FOREIGN KEY ("refund_id") REFERENCES "refunds"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "deposits_ticket_id_key" ON "deposits"("ticket_id");
CREATE INDEX "deposits_order_id_idx" ON "deposits"("order_id");
CREATE INDEX "deposits_event_id_idx" ON "deposits"("event_id");
CREATE INDEX "deposits_refund_id_idx" ON "deposits"("refund_id");
-- What the job looks for.
CREATE INDEX "deposits_held" ON "deposits"("event_id", "order_id") WHERE "status" = 'HELD';
CREATE INDEX "deposits_excused" ON "deposits"("order_id") WHERE "status" = 'HELD' AND "excused";

CREATE TABLE "disputed_deposits" (
    "dispute_id" UUID NOT NULL,
    "deposit_id" UUID NOT NULL,
    "amount_minor" BIGINT NOT NULL,

    CONSTRAINT "disputed_deposits_pkey" PRIMARY KEY ("dispute_id", "deposit_id"),
    CONSTRAINT "disputed_deposits_amount" CHECK ("amount_minor" > 0),
    CONSTRAINT "disputed_deposits_dispute_id_fkey" FOREIGN KEY ("dispute_id") REFERENCES "disputes"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "disputed_deposits_deposit_id_fkey" FOREIGN KEY ("deposit_id") REFERENCES "deposits"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "disputed_deposits_deposit_id_idx" ON "disputed_deposits"("deposit_id");

-- Each deposit ends once, whatever asks for it.
CREATE FUNCTION "deposits_end_once"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> 'HELD' THEN
    RAISE EXCEPTION 'deposit % has ended: %', OLD.id, OLD.status USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER "deposits_end_once" BEFORE UPDATE OF "status" ON "deposits" FOR EACH ROW EXECUTE FUNCTION "deposits_end_once"();
CREATE UNIQUE INDEX "ledger_entries_one_for_deposits" ON "ledger_entries" ("order_id") WHERE "kind" = 'DEPOSIT_CHARGED';
CREATE UNIQUE INDEX "ledger_entries_one_end_of_a_deposit" ON "ledger_entries" ("reference_id") WHERE "kind" IN ('DEPOSIT_RETURNED', 'DEPOSIT_KEPT');

-- How reliable people are is kept from now on; whoever was told before is told again by the comparison of the next night.
UPDATE "people" SET "version" = "version" - 1 WHERE NOT "erased";
