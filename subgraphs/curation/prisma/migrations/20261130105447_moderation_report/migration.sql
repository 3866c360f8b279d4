-- CreateIndex
CREATE INDEX "appeals_created_at_idx" ON "appeals" USING BRIN ("created_at");

-- CreateIndex
CREATE INDEX "case_acts_created_at_idx" ON "case_acts" USING BRIN ("created_at");

-- CreateIndex
CREATE INDEX "decisions_created_at_idx" ON "decisions" USING BRIN ("created_at");

-- CreateIndex
CREATE INDEX "flags_created_at_idx" ON "flags" USING BRIN ("created_at");

-- CreateIndex
CREATE INDEX "reports_created_at_idx" ON "reports" USING BRIN ("created_at");
