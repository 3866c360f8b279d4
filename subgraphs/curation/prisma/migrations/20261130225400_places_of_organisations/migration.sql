-- AlterTable
ALTER TABLE "cases" ADD COLUMN     "organization_id" UUID;

-- CreateIndex
CREATE INDEX "cases_organization_id_idx" ON "cases"("organization_id");
