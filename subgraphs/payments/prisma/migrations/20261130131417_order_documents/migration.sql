-- CreateEnum
CREATE TYPE "DocumentKind" AS ENUM ('INVOICE', 'RECEIPT', 'CREDIT_NOTE');

-- AlterTable
ALTER TABLE "orders" ADD COLUMN     "bill_to" JSONB;

-- CreateTable
CREATE TABLE "seller_details" (
    "owner_id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "name" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "tax_number" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "seller_details_pkey" PRIMARY KEY ("owner_id")
);

-- CreateTable
CREATE TABLE "document_counters" (
    "seller_id" UUID NOT NULL,
    "year" INTEGER NOT NULL,
    "kind" "DocumentKind" NOT NULL,
    "last" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "document_counters_pkey" PRIMARY KEY ("seller_id","year","kind")
);

-- CreateTable
CREATE TABLE "order_documents" (
    "id" UUID NOT NULL,
    "kind" "DocumentKind" NOT NULL,
    "number" TEXT NOT NULL,
    "seller_id" UUID NOT NULL,
    "year" INTEGER NOT NULL,
    "sequence" INTEGER NOT NULL,
    "order_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "buyer_id" UUID NOT NULL,
    "reference_id" UUID NOT NULL,
    "corrects_id" UUID,
    "net_minor" BIGINT NOT NULL,
    "tax_minor" BIGINT NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "file_key" TEXT,

    CONSTRAINT "order_documents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_document_lines" (
    "document_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "unit_price_minor" BIGINT NOT NULL,
    "net_minor" BIGINT NOT NULL,
    "tax_minor" BIGINT NOT NULL,
    "tax_name" TEXT,
    "tax_basis_points" INTEGER,
    "tax_mode" "TaxMode",

    CONSTRAINT "order_document_lines_pkey" PRIMARY KEY ("document_id","position")
);

-- CreateTable
CREATE TABLE "stored_files" (
    "key" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "delete_at" TIMESTAMPTZ(3),

    CONSTRAINT "stored_files_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "long_work" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "input" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER,
    "checkpoint" JSONB,
    "result" JSONB,
    "failure" TEXT,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "run_at" TIMESTAMPTZ(3),
    "lease_token" UUID,
    "lease_until" TIMESTAMPTZ(3),
    "claimed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "long_work_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "order_documents_reference_id_key" ON "order_documents"("reference_id");

-- CreateIndex
CREATE INDEX "order_documents_order_id_idx" ON "order_documents"("order_id");

-- CreateIndex
CREATE INDEX "order_documents_corrects_id_idx" ON "order_documents"("corrects_id");

-- CreateIndex
CREATE INDEX "order_documents_buyer_id_issued_at_id_idx" ON "order_documents"("buyer_id", "issued_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "order_documents_seller_id_issued_at_id_idx" ON "order_documents"("seller_id", "issued_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "order_documents_seller_id_year_kind_sequence_key" ON "order_documents"("seller_id", "year", "kind", "sequence");

-- CreateIndex
CREATE INDEX "stored_files_owner_idx" ON "stored_files"("owner");

-- CreateIndex
CREATE INDEX "long_work_owner_created_at_id_idx" ON "long_work"("owner", "created_at", "id");

-- AddForeignKey
ALTER TABLE "order_documents" ADD CONSTRAINT "order_documents_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_documents" ADD CONSTRAINT "order_documents_corrects_id_fkey" FOREIGN KEY ("corrects_id") REFERENCES "order_documents"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_document_lines" ADD CONSTRAINT "order_document_lines_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "order_documents"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Files and long work, as in platform/sql: what Prisma does not know of.
CREATE INDEX "stored_files_delete_at" ON "stored_files" ("delete_at") WHERE "delete_at" IS NOT NULL;
CREATE INDEX "long_work_open" ON "long_work" ("created_at") WHERE "state" IN ('QUEUED', 'RUNNING');
ALTER TABLE "long_work" ADD CONSTRAINT "long_work_state" CHECK ("state" IN ('COLLECTING', 'QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
  ADD CONSTRAINT "long_work_lease" CHECK (("state" = 'RUNNING') = ("lease_token" IS NOT NULL AND "lease_until" IS NOT NULL)),
  ADD CONSTRAINT "long_work_end" CHECK (("state" IN ('SUCCEEDED', 'FAILED', 'CANCELLED')) = ("ended_at" IS NOT NULL));

-- What the job looks for: documents without a file.
CREATE INDEX "order_documents_unwritten" ON "order_documents" ("issued_at") WHERE "file_key" IS NULL;
ALTER TABLE "order_documents"
  ADD CONSTRAINT "order_documents_sum" CHECK ("net_minor" + "tax_minor" = "total_minor" AND "net_minor" >= 0 AND "tax_minor" >= 0),
  ADD CONSTRAINT "order_documents_sequence" CHECK ("sequence" > 0),
  ADD CONSTRAINT "order_documents_correction" CHECK (("kind" = 'CREDIT_NOTE') = ("corrects_id" IS NOT NULL));
ALTER TABLE "order_document_lines"
  ADD CONSTRAINT "order_document_lines_amounts" CHECK ("net_minor" >= 0 AND "tax_minor" >= 0 AND "quantity" > 0);

-- The lines of a document come to it: checked when its transaction ends.
CREATE FUNCTION "order_document_must_add_up"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
  document UUID := COALESCE(to_jsonb(NEW) ->> 'document_id', to_jsonb(NEW) ->> 'id');
BEGIN
  IF EXISTS (
    SELECT FROM order_documents d LEFT JOIN order_document_lines l ON l.document_id = d.id WHERE d.id = document
    GROUP BY d.id HAVING d.net_minor <> COALESCE(SUM(l.net_minor), 0) OR d.tax_minor <> COALESCE(SUM(l.tax_minor), 0)
  ) THEN
    RAISE EXCEPTION 'the lines of document % do not come to it', document USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER "order_documents_add_up" AFTER INSERT ON "order_documents"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "order_document_must_add_up"();
-- A line that comes later makes its document wrong.
CREATE CONSTRAINT TRIGGER "order_document_lines_add_up" AFTER INSERT ON "order_document_lines"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "order_document_must_add_up"();

-- A document is never changed: a mistake is put right by another one. Who is erased becomes a pseudonym, and its file is written later.
CREATE TRIGGER "order_documents_stay"
  BEFORE UPDATE OF "id", "kind", "number", "year", "sequence", "order_id", "event_id", "reference_id", "corrects_id", "net_minor", "tax_minor",
    "total_minor", "currency", "content", "issued_at" OR DELETE OR TRUNCATE ON "order_documents"
  FOR EACH STATEMENT EXECUTE FUNCTION "ledger_is_append_only"();
CREATE TRIGGER "order_document_lines_stay" BEFORE UPDATE OR DELETE OR TRUNCATE ON "order_document_lines"
  FOR EACH STATEMENT EXECUTE FUNCTION "ledger_is_append_only"();
