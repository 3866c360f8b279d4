-- CreateTable
CREATE TABLE "newcomers" (
    "user_id" UUID NOT NULL,
    "network" TEXT,
    "domain_key" TEXT,
    "stem_key" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "score" DOUBLE PRECISION,
    "reasons" TEXT[],
    "limited" BOOLEAN NOT NULL DEFAULT false,
    "weights" TEXT,
    "scored_at" TIMESTAMPTZ(3),

    CONSTRAINT "newcomers_pkey" PRIMARY KEY ("user_id")
);

-- CreateIndex
CREATE INDEX "newcomers_network_created_at_idx" ON "newcomers"("network", "created_at");

-- CreateIndex
CREATE INDEX "newcomers_domain_key_created_at_idx" ON "newcomers"("domain_key", "created_at");

-- CreateIndex
CREATE INDEX "newcomers_stem_key_created_at_idx" ON "newcomers"("stem_key", "created_at");

-- CreateIndex
CREATE INDEX "newcomers_due_at_idx" ON "newcomers"("due_at");

-- CreateIndex
CREATE INDEX "newcomers_created_at_idx" ON "newcomers"("created_at");

-- AddForeignKey
ALTER TABLE "newcomers" ADD CONSTRAINT "newcomers_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
