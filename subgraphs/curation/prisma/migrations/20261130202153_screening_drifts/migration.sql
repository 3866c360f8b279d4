-- CreateTable
CREATE TABLE "screening_drifts" (
    "feature" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "measured_at" TIMESTAMPTZ(3) NOT NULL,
    "index" DOUBLE PRECISION NOT NULL,
    "state" TEXT NOT NULL,
    "recent" INTEGER NOT NULL,
    "reference" INTEGER NOT NULL,
    "recent_mean" DOUBLE PRECISION,
    "reference_mean" DOUBLE PRECISION,
    "model_version" INTEGER NOT NULL,

    CONSTRAINT "screening_drifts_pkey" PRIMARY KEY ("feature","day")
);

-- CreateIndex
CREATE INDEX "screening_drifts_measured_at_idx" ON "screening_drifts"("measured_at");
