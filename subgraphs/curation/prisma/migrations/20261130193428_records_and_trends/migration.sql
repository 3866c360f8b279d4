-- CreateIndex
CREATE INDEX "assessments_created_at_idx" ON "assessments" USING BRIN ("created_at");

-- CreateIndex
CREATE INDEX "workflows_creator_id_created_at_id_idx" ON "workflows"("creator_id", "created_at" DESC, "id" DESC);
