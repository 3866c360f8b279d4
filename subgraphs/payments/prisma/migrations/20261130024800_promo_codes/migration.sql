-- What organisers give off, and to whom they show tiers that are not for everybody.
CREATE TYPE "PromoKind" AS ENUM ('PERCENT', 'FIXED', 'ACCESS');
CREATE TABLE "promo_codes" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "event_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "kind" "PromoKind" NOT NULL,
    "basis_points" INTEGER,
    "amount_minor" BIGINT,
    "tier_ids" UUID[] NOT NULL DEFAULT '{}',
    "max_places" INTEGER,
    "max_per_person" INTEGER,
    "budget_minor" BIGINT,
    "stackable" BOOLEAN NOT NULL DEFAULT false,
    "starts_at" TIMESTAMPTZ(3),
    "ends_at" TIMESTAMPTZ(3),
    "active" BOOLEAN NOT NULL DEFAULT true,
    "taken" INTEGER NOT NULL DEFAULT 0,
    "discounted_minor" BIGINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "promo_codes_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "promo_codes_kind" CHECK (("kind" = 'PERCENT') = ("basis_points" IS NOT NULL) AND ("kind" = 'FIXED') = ("amount_minor" IS NOT NULL)),
    CONSTRAINT "promo_codes_counts" CHECK ("taken" >= 0 AND "discounted_minor" >= 0),
    -- No limit is null, which a CHECK takes for true.
    CONSTRAINT "promo_codes_never_beyond" CHECK ("taken" <= "max_places"),
    CONSTRAINT "promo_codes_within_budget" CHECK ("discounted_minor" <= "budget_minor")
);
CREATE UNIQUE INDEX "promo_codes_event_id_code_key" ON "promo_codes"("event_id", "code");
CREATE INDEX "promo_codes_event_id_created_at_id_idx" ON "promo_codes"("event_id", "created_at" DESC, "id" DESC);

-- Which codes an order was made with, for how many of its places, and what they took off.
CREATE TABLE "order_promo_codes" (
    "order_id" UUID NOT NULL,
    "promo_code_id" UUID NOT NULL,
    "places" INTEGER NOT NULL,
    "discount_minor" BIGINT NOT NULL,

    CONSTRAINT "order_promo_codes_pkey" PRIMARY KEY ("order_id", "promo_code_id"),
    CONSTRAINT "order_promo_codes_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "order_promo_codes_promo_code_id_fkey" FOREIGN KEY ("promo_code_id") REFERENCES "promo_codes"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "order_promo_codes_promo_code_id_idx" ON "order_promo_codes"("promo_code_id");

-- Tiers that only a code shows, that are sold from and until a time, and whose price the buyer chooses.
ALTER TABLE "ticket_tiers"
  ADD COLUMN "hidden" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "sales_start" TIMESTAMPTZ(3),
  ADD COLUMN "sales_end" TIMESTAMPTZ(3),
  ADD COLUMN "buyer_sets_price" BOOLEAN NOT NULL DEFAULT false;
-- What the tier cost when codes took something off; null where nothing was.
ALTER TABLE "order_items" ADD COLUMN "list_price_minor" BIGINT;
ALTER TABLE "orders" ADD COLUMN "complimentary" BOOLEAN NOT NULL DEFAULT false;
