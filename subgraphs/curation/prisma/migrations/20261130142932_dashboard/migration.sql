-- CreateIndex
CREATE INDEX "workflow_versions_created_at_idx" ON "workflow_versions" USING BRIN ("created_at");
