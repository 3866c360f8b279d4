-- CreateEnum
CREATE TYPE "BillingPlan" AS ENUM ('FREE', 'PLUS', 'ORGANISER');

-- CreateEnum
CREATE TYPE "BillingInterval" AS ENUM ('MONTH', 'YEAR');

-- CreateEnum
CREATE TYPE "BillingStatus" AS ENUM ('TRIALING', 'ACTIVE', 'PAST_DUE', 'CANCELLED');

-- CreateEnum
CREATE TYPE "PlanInvoiceKind" AS ENUM ('START', 'RENEWAL', 'CHANGE');

-- CreateEnum
CREATE TYPE "PlanInvoiceStatus" AS ENUM ('OPEN', 'PAID', 'VOID');

-- CreateEnum
CREATE TYPE "PlanRefundStatus" AS ENUM ('PROMISED', 'MADE', 'FAILED');

-- AlterTable
ALTER TABLE "order_documents" ADD COLUMN     "plan_invoice_id" UUID,
ALTER COLUMN "order_id" DROP NOT NULL,
ALTER COLUMN "event_id" DROP NOT NULL;

-- CreateTable
CREATE TABLE "billing_accounts" (
    "user_id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "plan" "BillingPlan" NOT NULL DEFAULT 'FREE',
    "processor" TEXT NOT NULL,
    "customer_ref" TEXT,
    "method_ref" TEXT,
    "method_label" TEXT,
    "setup_ref" TEXT,
    "method_tries" INTEGER NOT NULL DEFAULT 0,
    "method_tries_since" TIMESTAMPTZ(3),
    "trial_used_at" TIMESTAMPTZ(3),
    "erased" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "billing_accounts_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "billing_subscriptions" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "user_id" UUID NOT NULL,
    "plan" "BillingPlan" NOT NULL,
    "interval" "BillingInterval" NOT NULL,
    "status" "BillingStatus" NOT NULL,
    "price_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "period_start" TIMESTAMPTZ(3) NOT NULL,
    "period_end" TIMESTAMPTZ(3) NOT NULL,
    "anchor_day" INTEGER NOT NULL,
    "worth_minor" BIGINT NOT NULL DEFAULT 0,
    "cancel_at_period_end" BOOLEAN NOT NULL DEFAULT false,
    "next_plan" "BillingPlan",
    "next_interval" "BillingInterval",
    "reminded_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "billing_subscriptions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_invoices" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "user_id" UUID NOT NULL,
    "subscription_id" UUID,
    "kind" "PlanInvoiceKind" NOT NULL,
    "status" "PlanInvoiceStatus" NOT NULL,
    "plan" "BillingPlan" NOT NULL,
    "interval" "BillingInterval" NOT NULL,
    "period_start" TIMESTAMPTZ(3) NOT NULL,
    "period_end" TIMESTAMPTZ(3) NOT NULL,
    "anchor_day" INTEGER NOT NULL,
    "price_minor" BIGINT NOT NULL,
    "credit_minor" BIGINT NOT NULL DEFAULT 0,
    "amount_minor" BIGINT NOT NULL,
    "tax_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "processor" TEXT NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "trying" BOOLEAN NOT NULL DEFAULT false,
    "customer_ref" TEXT,
    "method_ref" TEXT,
    "processor_ref" TEXT,
    "next_try_at" TIMESTAMPTZ(3),
    "decline_code" TEXT,
    "decline_reason" TEXT,
    "declines" INTEGER NOT NULL DEFAULT 0,
    "fee_minor" BIGINT,
    "refunded_minor" BIGINT NOT NULL DEFAULT 0,
    "disputed_minor" BIGINT NOT NULL DEFAULT 0,
    "paid_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "plan_invoices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_refunds" (
    "id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "status" "PlanRefundStatus" NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "processor_ref" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "times_returned" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "plan_refunds_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_disputes" (
    "id" UUID NOT NULL,
    "invoice_id" UUID NOT NULL,
    "processor" TEXT NOT NULL,
    "processor_ref" TEXT NOT NULL,
    "status" "DisputeStatus" NOT NULL,
    "reason" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "covered_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "taken_minor" BIGINT NOT NULL DEFAULT 0,
    "fee_minor" BIGINT NOT NULL DEFAULT 0,
    "rounds" INTEGER NOT NULL DEFAULT 0,
    "next_check_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "plan_disputes_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "billing_subscriptions_user_id_created_at_id_idx" ON "billing_subscriptions"("user_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "plan_invoices_processor_ref_key" ON "plan_invoices"("processor_ref");

-- CreateIndex
CREATE INDEX "plan_invoices_user_id_created_at_id_idx" ON "plan_invoices"("user_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "plan_invoices_subscription_id_idx" ON "plan_invoices"("subscription_id");

-- CreateIndex
CREATE UNIQUE INDEX "plan_refunds_processor_ref_key" ON "plan_refunds"("processor_ref");

-- CreateIndex
CREATE INDEX "plan_refunds_invoice_id_idx" ON "plan_refunds"("invoice_id");

-- CreateIndex
CREATE UNIQUE INDEX "plan_disputes_processor_ref_key" ON "plan_disputes"("processor_ref");

-- CreateIndex
CREATE INDEX "plan_disputes_invoice_id_idx" ON "plan_disputes"("invoice_id");

-- CreateIndex
CREATE INDEX "order_documents_plan_invoice_id_idx" ON "order_documents"("plan_invoice_id");

-- AddForeignKey
ALTER TABLE "order_documents" ADD CONSTRAINT "order_documents_plan_invoice_id_fkey" FOREIGN KEY ("plan_invoice_id") REFERENCES "plan_invoices"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "billing_subscriptions" ADD CONSTRAINT "billing_subscriptions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "billing_accounts"("user_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_invoices" ADD CONSTRAINT "plan_invoices_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "billing_accounts"("user_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_invoices" ADD CONSTRAINT "plan_invoices_subscription_id_fkey" FOREIGN KEY ("subscription_id") REFERENCES "billing_subscriptions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_refunds" ADD CONSTRAINT "plan_refunds_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "plan_invoices"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_disputes" ADD CONSTRAINT "plan_disputes_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "plan_invoices"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma does not know of. A person has one plan that goes on, one invoice that is open, and each period is renewed once.
CREATE UNIQUE INDEX "billing_subscriptions_one_going_on" ON "billing_subscriptions" ("user_id") WHERE "status" <> 'CANCELLED';
CREATE INDEX "billing_subscriptions_due" ON "billing_subscriptions" ("period_end") WHERE "status" IN ('TRIALING', 'ACTIVE');
CREATE INDEX "billing_subscriptions_trials" ON "billing_subscriptions" ("period_end") WHERE "status" = 'TRIALING' AND "reminded_at" IS NULL;
CREATE INDEX "billing_accounts_to_forget" ON "billing_accounts" ("updated_at") WHERE "erased" AND "customer_ref" IS NOT NULL;
CREATE UNIQUE INDEX "plan_invoices_one_open" ON "plan_invoices" ("user_id") WHERE "status" = 'OPEN';
CREATE UNIQUE INDEX "plan_invoices_one_renewal" ON "plan_invoices" ("subscription_id", "period_start") WHERE "kind" = 'RENEWAL';
CREATE INDEX "plan_invoices_due" ON "plan_invoices" ("next_try_at") WHERE "next_try_at" IS NOT NULL;
CREATE INDEX "plan_refunds_due" ON "plan_refunds" ("next_attempt_at") WHERE "next_attempt_at" IS NOT NULL;
CREATE INDEX "plan_refunds_failed" ON "plan_refunds" ("created_at") WHERE "status" = 'FAILED';
CREATE INDEX "plan_disputes_due" ON "plan_disputes" ("next_check_at") WHERE "next_check_at" IS NOT NULL;
ALTER TABLE "billing_subscriptions"
  ADD CONSTRAINT "billing_subscriptions_paid_plan" CHECK ("plan" <> 'FREE' AND "next_plan" IS DISTINCT FROM 'FREE' AND ("next_plan" IS NULL) = ("next_interval" IS NULL)),
  ADD CONSTRAINT "billing_subscriptions_worth" CHECK ("worth_minor" BETWEEN 0 AND "price_minor"),
  ADD CONSTRAINT "billing_subscriptions_period" CHECK ("period_start" < "period_end"),
  ADD CONSTRAINT "billing_subscriptions_end" CHECK (("status" = 'CANCELLED') = ("ended_at" IS NOT NULL));
ALTER TABLE "plan_invoices"
  ADD CONSTRAINT "plan_invoices_amount" CHECK ("amount_minor" = "price_minor" - "credit_minor" AND "amount_minor" > 0 AND "credit_minor" >= 0),
  ADD CONSTRAINT "plan_invoices_tax" CHECK ("tax_minor" BETWEEN 0 AND "amount_minor"),
  ADD CONSTRAINT "plan_invoices_returned" CHECK ("refunded_minor" >= 0 AND "disputed_minor" >= 0 AND "refunded_minor" + "disputed_minor" <= "amount_minor"),
  ADD CONSTRAINT "plan_invoices_paid" CHECK (("status" = 'PAID') = ("paid_at" IS NOT NULL)),
  ADD CONSTRAINT "plan_invoices_plan" CHECK ("plan" <> 'FREE');
ALTER TABLE "plan_refunds" ADD CONSTRAINT "plan_refunds_amount" CHECK ("amount_minor" > 0);
-- A paper is about an order, with its event, or about a plan.
ALTER TABLE "order_documents" ADD CONSTRAINT "order_documents_about"
  CHECK (("order_id" IS NULL) = ("event_id" IS NULL) AND ("order_id" IS NULL) = ("plan_invoice_id" IS NOT NULL));
CREATE TRIGGER "order_documents_of_plans_stay" BEFORE UPDATE OF "plan_invoice_id" ON "order_documents"
  FOR EACH STATEMENT EXECUTE FUNCTION "ledger_is_append_only"();
