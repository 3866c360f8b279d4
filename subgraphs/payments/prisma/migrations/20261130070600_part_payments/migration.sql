-- An order may be paid by several payments. What there is stays: each order's one payment is its first.
ALTER TABLE "payments"
  ADD COLUMN "position" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "superseded_at" TIMESTAMPTZ(3),
  ADD COLUMN "waiting_since" TIMESTAMPTZ(3);
CREATE UNIQUE INDEX "payments_order_id_position_key" ON "payments"("order_id", "position");
DROP INDEX "payments_order_id_key";
CREATE INDEX "payments_waiting" ON "payments" ("waiting_since") WHERE "waiting_since" IS NOT NULL;

-- Those that are to be paid come to what the order costs, when a transaction ends.
CREATE FUNCTION "payments_make_the_total"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
  about UUID := COALESCE(to_jsonb(NEW) ->> 'order_id', to_jsonb(OLD) ->> 'order_id');
BEGIN
  IF (SELECT total_minor FROM orders WHERE id = about) <>
     (SELECT COALESCE(SUM(amount_minor), 0) FROM payments WHERE order_id = about AND superseded_at IS NULL) THEN
    RAISE EXCEPTION 'the payments of order % do not come to its total', about USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER "payments_make_the_total" AFTER INSERT OR DELETE OR UPDATE OF "order_id", "amount_minor", "superseded_at" ON "payments"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "payments_make_the_total"();

-- Money of each payment is taken in once, whatever it buys: `reference_id` is the payment. Entries from before name the order alone.
CREATE UNIQUE INDEX "ledger_entries_one_for_money" ON "ledger_entries" ("reference_id") WHERE "kind" IN ('PAYMENT', 'UNUSED_PAYMENT', 'PART_PAYMENT');
CREATE UNIQUE INDEX "ledger_entries_one_share" ON "ledger_entries" ("order_id") WHERE "kind" = 'PAYMENT';
CREATE UNIQUE INDEX "ledger_entries_one_payment_before" ON "ledger_entries" ("order_id")
  WHERE "kind" IN ('PAYMENT', 'UNUSED_PAYMENT') AND "reference_id" IS NULL;
CREATE UNIQUE INDEX "ledger_entries_one_fee_before" ON "ledger_entries" ("order_id") WHERE "kind" = 'PROCESSOR_FEE' AND "reference_id" IS NULL;
DROP INDEX "ledger_entries_one_payment";
DROP INDEX "ledger_entries_one_fee";
