-- CreateEnum
CREATE TYPE "OrderStatus" AS ENUM ('PENDING', 'AWAITING_PAYMENT', 'PAID', 'PARTIALLY_REFUNDED', 'REFUNDED', 'CANCELLED', 'EXPIRED');

-- CreateEnum
CREATE TYPE "PaymentStatus" AS ENUM ('REQUIRES_METHOD', 'REQUIRES_ACTION', 'PROCESSING', 'SUCCEEDED');

-- CreateEnum
CREATE TYPE "AttemptStatus" AS ENUM ('STARTED', 'REQUIRES_ACTION', 'PROCESSING', 'SUCCEEDED', 'DECLINED');

-- CreateEnum
CREATE TYPE "RefundStatus" AS ENUM ('PROMISED', 'MADE');

-- CreateEnum
CREATE TYPE "TicketStatus" AS ENUM ('VALID', 'REFUNDED');

-- CreateEnum
CREATE TYPE "AccountKind" AS ENUM ('PROCESSOR_CLEARING', 'PROCESSING_FEES', 'PLATFORM_REVENUE', 'CREATOR_PAYABLE', 'CURATOR_PAYABLE', 'TAX_PAYABLE', 'REFUNDS_PAYABLE');

-- CreateEnum
CREATE TYPE "EntryKind" AS ENUM ('PAYMENT', 'UNUSED_PAYMENT', 'REFUND_PROMISED', 'REFUND_MADE');

-- CreateEnum
CREATE TYPE "PostingSide" AS ENUM ('DEBIT', 'CREDIT');

-- CreateTable
CREATE TABLE "events" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "creator_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "visibility" TEXT NOT NULL,
    "group_id" UUID,
    "title" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "was_public" BOOLEAN NOT NULL,

    CONSTRAINT "events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event_guests" (
    "event_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,

    CONSTRAINT "event_guests_pkey" PRIMARY KEY ("event_id","user_id")
);

-- CreateTable
CREATE TABLE "event_curators" (
    "event_id" UUID NOT NULL,
    "workflow_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "curator_id" UUID,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "event_curators_pkey" PRIMARY KEY ("event_id")
);

-- CreateTable
CREATE TABLE "group_members" (
    "group_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "active" BOOLEAN NOT NULL,

    CONSTRAINT "group_members_pkey" PRIMARY KEY ("group_id","user_id")
);

-- CreateTable
CREATE TABLE "ticket_tiers" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "event_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "price_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "sold" INTEGER NOT NULL DEFAULT 0,
    "held" INTEGER NOT NULL DEFAULT 0,
    "on_sale" BOOLEAN NOT NULL DEFAULT true,
    "position" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ticket_tiers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "orders" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "user_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "status" "OrderStatus" NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "refunded_minor" BIGINT NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "paid_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "orders_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_items" (
    "order_id" UUID NOT NULL,
    "tier_id" UUID NOT NULL,
    "tier_name" TEXT NOT NULL,
    "unit_price_minor" BIGINT NOT NULL,
    "quantity" INTEGER NOT NULL,

    CONSTRAINT "order_items_pkey" PRIMARY KEY ("order_id","tier_id")
);

-- CreateTable
CREATE TABLE "payments" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "order_id" UUID NOT NULL,
    "status" "PaymentStatus" NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "refunded_minor" BIGINT NOT NULL DEFAULT 0,
    "fee_minor" BIGINT,
    "currency" TEXT NOT NULL,
    "processor" TEXT NOT NULL,
    "processor_ref" TEXT,
    "client_secret" TEXT,
    "captured_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_attempts" (
    "id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "method" TEXT NOT NULL,
    "status" "AttemptStatus" NOT NULL,
    "decline_code" TEXT,
    "decline_reason" TEXT,
    "action_url" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_attempts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refunds" (
    "id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "status" "RefundStatus" NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "processor_ref" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "refunds_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tickets" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "order_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "tier_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "status" "TicketStatus" NOT NULL,
    "unit_price_minor" BIGINT NOT NULL,
    "code_hash" TEXT NOT NULL,
    "refund_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tickets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "revenue_shares" (
    "order_id" UUID NOT NULL,
    "currency" TEXT NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "platform_minor" BIGINT NOT NULL,
    "creator_minor" BIGINT NOT NULL,
    "curator_minor" BIGINT NOT NULL,
    "processing_minor" BIGINT NOT NULL,
    "tax_minor" BIGINT NOT NULL,
    "creator_id" UUID NOT NULL,
    "curator_id" UUID,

    CONSTRAINT "revenue_shares_pkey" PRIMARY KEY ("order_id")
);

-- CreateTable
CREATE TABLE "ledger_accounts" (
    "id" UUID NOT NULL,
    "kind" "AccountKind" NOT NULL,
    "owner_id" UUID,
    "currency" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ledger_accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_entries" (
    "id" UUID NOT NULL,
    "kind" "EntryKind" NOT NULL,
    "order_id" UUID NOT NULL,
    "refund_id" UUID,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "written_by" xid8 NOT NULL DEFAULT pg_current_xact_id(),

    CONSTRAINT "ledger_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_postings" (
    "id" BIGSERIAL NOT NULL,
    "entry_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "side" "PostingSide" NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,

    CONSTRAINT "ledger_postings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event_refund_runs" (
    "event_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "event_refund_runs_pkey" PRIMARY KEY ("event_id")
);

-- CreateTable
CREATE TABLE "sandbox_intents" (
    "id" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "client_secret" TEXT NOT NULL,
    "decline_code" TEXT,
    "decline_reason" TEXT,
    "settles_at" TIMESTAMPTZ(3),

    CONSTRAINT "sandbox_intents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sandbox_charges" (
    "id" TEXT NOT NULL,
    "intent_id" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "fee_minor" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sandbox_charges_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sandbox_requests" (
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "response" JSONB NOT NULL,

    CONSTRAINT "sandbox_requests_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" UUID NOT NULL,
    "sequence" BIGSERIAL NOT NULL,
    "topic" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "headers" JSONB NOT NULL DEFAULT '{}',
    "occurred_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "published_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inbox" (
    "consumer" TEXT NOT NULL,
    "event_id" UUID NOT NULL,
    "handled_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "inbox_pkey" PRIMARY KEY ("consumer","event_id")
);

-- CreateTable
CREATE TABLE "dead_letters" (
    "id" UUID NOT NULL,
    "consumer" TEXT NOT NULL,
    "event_id" UUID NOT NULL,
    "topic" TEXT NOT NULL,
    "envelope" JSONB NOT NULL,
    "error" TEXT NOT NULL,
    "failed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "replayed_at" TIMESTAMPTZ(3),

    CONSTRAINT "dead_letters_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "principal" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "response" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("principal","operation","key")
);

-- CreateIndex
CREATE INDEX "events_creator_id_idx" ON "events"("creator_id");

-- CreateIndex
CREATE INDEX "event_guests_user_id_idx" ON "event_guests"("user_id");

-- CreateIndex
CREATE INDEX "event_curators_curator_id_idx" ON "event_curators"("curator_id");

-- CreateIndex
CREATE INDEX "group_members_user_id_idx" ON "group_members"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "ticket_tiers_event_id_position_key" ON "ticket_tiers"("event_id", "position");

-- CreateIndex
CREATE INDEX "orders_user_id_created_at_id_idx" ON "orders"("user_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "orders_event_id_created_at_id_idx" ON "orders"("event_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "order_items_tier_id_idx" ON "order_items"("tier_id");

-- CreateIndex
CREATE UNIQUE INDEX "payments_order_id_key" ON "payments"("order_id");

-- CreateIndex
CREATE UNIQUE INDEX "payments_processor_ref_key" ON "payments"("processor_ref");

-- CreateIndex
CREATE INDEX "payment_attempts_payment_id_idx" ON "payment_attempts"("payment_id");

-- CreateIndex
CREATE UNIQUE INDEX "refunds_processor_ref_key" ON "refunds"("processor_ref");

-- CreateIndex
CREATE INDEX "refunds_order_id_idx" ON "refunds"("order_id");

-- CreateIndex
CREATE INDEX "refunds_payment_id_idx" ON "refunds"("payment_id");

-- CreateIndex
CREATE UNIQUE INDEX "tickets_code_hash_key" ON "tickets"("code_hash");

-- CreateIndex
CREATE INDEX "tickets_order_id_idx" ON "tickets"("order_id");

-- CreateIndex
CREATE INDEX "tickets_tier_id_idx" ON "tickets"("tier_id");

-- CreateIndex
CREATE INDEX "tickets_user_id_created_at_id_idx" ON "tickets"("user_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "tickets_event_id_idx" ON "tickets"("event_id");

-- CreateIndex
CREATE INDEX "tickets_refund_id_idx" ON "tickets"("refund_id");

-- CreateIndex
CREATE INDEX "revenue_shares_creator_id_idx" ON "revenue_shares"("creator_id");

-- CreateIndex
CREATE INDEX "revenue_shares_curator_id_idx" ON "revenue_shares"("curator_id");

-- CreateIndex
CREATE INDEX "ledger_accounts_owner_id_idx" ON "ledger_accounts"("owner_id");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_accounts_id_currency_key" ON "ledger_accounts"("id", "currency");

-- CreateIndex
CREATE UNIQUE INDEX "ledger_accounts_kind_currency_owner_id_key" ON "ledger_accounts"("kind", "currency", "owner_id") NULLS NOT DISTINCT;

-- CreateIndex
CREATE INDEX "ledger_entries_order_id_idx" ON "ledger_entries"("order_id");

-- CreateIndex
CREATE INDEX "ledger_postings_entry_id_idx" ON "ledger_postings"("entry_id");

-- CreateIndex
CREATE INDEX "ledger_postings_account_id_idx" ON "ledger_postings"("account_id");

-- CreateIndex
CREATE INDEX "sandbox_charges_intent_id_idx" ON "sandbox_charges"("intent_id");

-- CreateIndex
CREATE INDEX "outbox_occurred_at_idx" ON "outbox" USING BRIN ("occurred_at");

-- CreateIndex
CREATE INDEX "inbox_handled_at_idx" ON "inbox" USING BRIN ("handled_at");

-- CreateIndex
CREATE UNIQUE INDEX "dead_letters_consumer_event_id_key" ON "dead_letters"("consumer", "event_id");

-- CreateIndex
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys"("created_at");

-- AddForeignKey
ALTER TABLE "order_items" ADD CONSTRAINT "order_items_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_items" ADD CONSTRAINT "order_items_tier_id_fkey" FOREIGN KEY ("tier_id") REFERENCES "ticket_tiers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payments" ADD CONSTRAINT "payments_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_attempts" ADD CONSTRAINT "payment_attempts_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_tier_id_fkey" FOREIGN KEY ("tier_id") REFERENCES "ticket_tiers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tickets" ADD CONSTRAINT "tickets_refund_id_fkey" FOREIGN KEY ("refund_id") REFERENCES "refunds"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "revenue_shares" ADD CONSTRAINT "revenue_shares_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_postings" ADD CONSTRAINT "ledger_postings_entry_id_fkey" FOREIGN KEY ("entry_id") REFERENCES "ledger_entries"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_postings" ADD CONSTRAINT "ledger_postings_account_id_currency_fkey" FOREIGN KEY ("account_id", "currency") REFERENCES "ledger_accounts"("id", "currency") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sandbox_charges" ADD CONSTRAINT "sandbox_charges_intent_id_fkey" FOREIGN KEY ("intent_id") REFERENCES "sandbox_intents"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot express. The rules that must hold whatever the code does live here.

-- Places: no code path, however wrong, can sell what is not there.
ALTER TABLE "ticket_tiers"
  ADD CONSTRAINT "ticket_tiers_never_oversold" CHECK ("sold" + "held" <= "quantity"),
  ADD CONSTRAINT "ticket_tiers_counts" CHECK ("sold" >= 0 AND "held" >= 0 AND "quantity" >= 1),
  ADD CONSTRAINT "ticket_tiers_price" CHECK ("price_minor" >= 0 AND "currency" ~ '^[A-Z]{3}$');

-- Money: never negative, and never more given back than was taken.
ALTER TABLE "orders"
  ADD CONSTRAINT "orders_total" CHECK ("total_minor" >= 0),
  ADD CONSTRAINT "orders_refunded" CHECK ("refunded_minor" BETWEEN 0 AND "total_minor");
ALTER TABLE "order_items"
  ADD CONSTRAINT "order_items_amounts" CHECK ("quantity" > 0 AND "unit_price_minor" >= 0);
ALTER TABLE "payments"
  ADD CONSTRAINT "payments_amount" CHECK ("amount_minor" > 0),
  ADD CONSTRAINT "payments_fee" CHECK ("fee_minor" BETWEEN 0 AND "amount_minor"),
  ADD CONSTRAINT "payments_never_refunded_beyond_amount" CHECK ("refunded_minor" BETWEEN 0 AND "amount_minor");
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_amount" CHECK ("amount_minor" > 0);
ALTER TABLE "revenue_shares"
  ADD CONSTRAINT "revenue_shares_parts_make_the_total" CHECK (
    "platform_minor" + "creator_minor" + "curator_minor" + "processing_minor" + "tax_minor" = "total_minor"
  ),
  ADD CONSTRAINT "revenue_shares_parts" CHECK (
    LEAST("platform_minor", "creator_minor", "curator_minor", "processing_minor", "tax_minor") >= 0
  );
ALTER TABLE "ledger_postings" ADD CONSTRAINT "ledger_postings_amount" CHECK ("amount_minor" > 0);

-- One open attempt a payment: two requests cannot charge side by side.
CREATE UNIQUE INDEX "payment_attempts_one_open" ON "payment_attempts" ("payment_id")
  WHERE "status" IN ('STARTED', 'REQUIRES_ACTION', 'PROCESSING');
-- Each thing that happens to money is posted once.
CREATE UNIQUE INDEX "ledger_entries_one_payment" ON "ledger_entries" ("order_id") WHERE "kind" IN ('PAYMENT', 'UNUSED_PAYMENT');
CREATE UNIQUE INDEX "ledger_entries_one_per_refund" ON "ledger_entries" ("refund_id", "kind") WHERE "refund_id" IS NOT NULL;

-- What the jobs look for: only what is still to be done, however long the history grows.
CREATE INDEX "orders_open" ON "orders" ("expires_at") WHERE "status" IN ('PENDING', 'AWAITING_PAYMENT');
CREATE INDEX "refunds_promised" ON "refunds" ("id") WHERE "status" = 'PROMISED';
CREATE INDEX "event_refund_runs_open" ON "event_refund_runs" ("created_at") WHERE "finished_at" IS NULL;

-- The ledger. An entry must balance in each currency when its transaction ends ...
CREATE FUNCTION "ledger_entry_must_balance"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
  entry UUID := COALESCE(to_jsonb(NEW) ->> 'entry_id', to_jsonb(NEW) ->> 'id');
BEGIN
  IF NOT EXISTS (SELECT FROM ledger_postings WHERE entry_id = entry) THEN
    RAISE EXCEPTION 'ledger entry % has no postings', entry USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (
    SELECT FROM ledger_postings WHERE entry_id = entry
    GROUP BY currency HAVING SUM(CASE side WHEN 'DEBIT' THEN amount_minor ELSE -amount_minor END) <> 0
  ) THEN
    RAISE EXCEPTION 'ledger entry % does not balance', entry USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER "ledger_entries_balance" AFTER INSERT ON "ledger_entries"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "ledger_entry_must_balance"();
CREATE CONSTRAINT TRIGGER "ledger_postings_balance" AFTER INSERT ON "ledger_postings"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "ledger_entry_must_balance"();

-- ... takes no postings after that ...
CREATE FUNCTION "ledger_entry_must_be_open"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM ledger_entries WHERE id = NEW.entry_id AND written_by = pg_current_xact_id()) THEN
    RAISE EXCEPTION 'ledger entry % is complete', NEW.entry_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER "ledger_postings_with_their_entry" BEFORE INSERT ON "ledger_postings"
  FOR EACH ROW EXECUTE FUNCTION "ledger_entry_must_be_open"();

-- ... and is never changed. A mistake is put right by another entry.
CREATE FUNCTION "ledger_is_append_only"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is never changed, only added to', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END
$$;
CREATE TRIGGER "ledger_entries_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "ledger_entries"
  FOR EACH STATEMENT EXECUTE FUNCTION "ledger_is_append_only"();
CREATE TRIGGER "ledger_postings_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "ledger_postings"
  FOR EACH STATEMENT EXECUTE FUNCTION "ledger_is_append_only"();
-- The owner may become a pseudonym when a person is erased; the rest of an account, and the amounts of a share, may not change.
CREATE TRIGGER "ledger_accounts_keep_their_kind" BEFORE UPDATE OF "id", "kind", "currency" OR DELETE OR TRUNCATE ON "ledger_accounts"
  FOR EACH STATEMENT EXECUTE FUNCTION "ledger_is_append_only"();
CREATE TRIGGER "revenue_shares_keep_their_amounts"
  BEFORE UPDATE OF "order_id", "currency", "total_minor", "platform_minor", "creator_minor", "curator_minor", "processing_minor", "tax_minor"
  OR DELETE OR TRUNCATE ON "revenue_shares"
  FOR EACH STATEMENT EXECUTE FUNCTION "ledger_is_append_only"();

-- Messaging, as in platform/sql/messaging.sql: facts still to be published, and the alarm that wakes the relay.
CREATE INDEX "outbox_unpublished" ON "outbox" ("sequence") WHERE "published_at" IS NULL;
CREATE FUNCTION "outbox_notify"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('outbox', '');
  RETURN NULL;
END
$$;
CREATE TRIGGER "outbox_inserted" AFTER INSERT ON "outbox" FOR EACH STATEMENT EXECUTE FUNCTION "outbox_notify"();
