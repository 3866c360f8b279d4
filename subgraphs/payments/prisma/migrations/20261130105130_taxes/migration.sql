-- CreateEnum
CREATE TYPE "TaxMode" AS ENUM ('INCLUSIVE', 'EXCLUSIVE', 'EXEMPT', 'REVERSE_CHARGE');

-- AlterTable
ALTER TABLE "order_items" ADD COLUMN     "tax_basis_points" INTEGER,
ADD COLUMN     "tax_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "tax_mode" "TaxMode",
ADD COLUMN     "tax_name" TEXT;

-- AlterTable
ALTER TABLE "orders" ADD COLUMN     "tax_minor" BIGINT;

-- CreateTable
CREATE TABLE "tax_rates" (
    "id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "city" TEXT,
    "name" TEXT NOT NULL,
    "basis_points" INTEGER NOT NULL,
    "mode" "TaxMode" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tax_rates_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event_taxes" (
    "event_id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "name" TEXT NOT NULL,
    "basis_points" INTEGER NOT NULL,
    "mode" "TaxMode" NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "event_taxes_pkey" PRIMARY KEY ("event_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "tax_rates_owner_id_position_key" ON "tax_rates"("owner_id", "position");

ALTER TABLE "tax_rates" ADD CONSTRAINT "tax_rates_rate" CHECK ("basis_points" BETWEEN 0 AND 3000);
ALTER TABLE "event_taxes" ADD CONSTRAINT "event_taxes_rate" CHECK ("basis_points" BETWEEN 0 AND 3000);
ALTER TABLE "orders" ADD CONSTRAINT "orders_tax" CHECK ("tax_minor" BETWEEN 0 AND "total_minor");
ALTER TABLE "order_items" ADD CONSTRAINT "order_items_tax" CHECK ("tax_minor" >= 0);
