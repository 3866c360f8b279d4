-- CreateTable
CREATE TABLE "connection_copies" (
    "connection_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "low_id" UUID NOT NULL,
    "high_id" UUID NOT NULL,
    "blocked" BOOLEAN NOT NULL,

    CONSTRAINT "connection_copies_pkey" PRIMARY KEY ("connection_id")
);

-- CreateIndex
CREATE INDEX "connection_copies_low_id_high_id_idx" ON "connection_copies"("low_id", "high_id");

-- CreateIndex
CREATE INDEX "connection_copies_high_id_idx" ON "connection_copies"("high_id");
