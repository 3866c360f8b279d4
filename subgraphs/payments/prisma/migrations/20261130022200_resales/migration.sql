-- A ticket that its buyer offers to everybody, for what was paid for it.
CREATE TYPE "ResaleStatus" AS ENUM ('LISTED', 'RESERVED', 'SOLD', 'WITHDRAWN');
CREATE TABLE "resales" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "ticket_id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "tier_id" UUID NOT NULL,
    "seller_id" UUID NOT NULL,
    "price_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "status" "ResaleStatus" NOT NULL,
    "buyer_order_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "resales_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "resales_price" CHECK ("price_minor" > 0),
    -- Kept for an order, or sold to it, and not otherwise.
    CONSTRAINT "resales_buyer" CHECK ("status" = 'WITHDRAWN' OR ("status" IN ('RESERVED', 'SOLD')) = ("buyer_order_id" IS NOT NULL)),
    CONSTRAINT "resales_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "tickets"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
-- A ticket is resold once.
CREATE UNIQUE INDEX "resales_one_offer" ON "resales"("ticket_id") WHERE "status" IN ('LISTED', 'RESERVED', 'SOLD');
CREATE INDEX "resales_ticket_id_idx" ON "resales"("ticket_id");
CREATE INDEX "resales_seller_id_idx" ON "resales"("seller_id");
CREATE INDEX "resales_listed" ON "resales"("event_id", "created_at", "id") WHERE "status" = 'LISTED';

-- What an order buys of somebody else.
ALTER TABLE "orders" ADD COLUMN "resale_id" UUID;
ALTER TABLE "orders" ADD CONSTRAINT "orders_resale_id_fkey" FOREIGN KEY ("resale_id") REFERENCES "resales"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX "orders_resale_id_idx" ON "orders"("resale_id") WHERE "resale_id" IS NOT NULL;
