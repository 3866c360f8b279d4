-- CreateTable
CREATE TABLE "discovery_copies" (
    "user_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "event_types" TEXT[],
    "max_distance_km" DOUBLE PRECISION,
    "price_min_minor" INTEGER,
    "price_max_minor" INTEGER,
    "currency" TEXT,
    "times" TEXT[],
    "price_sensitivity" DOUBLE PRECISION NOT NULL,
    "social_preference" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "discovery_copies_pkey" PRIMARY KEY ("user_id")
);
