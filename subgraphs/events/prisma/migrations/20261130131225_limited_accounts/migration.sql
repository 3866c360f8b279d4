-- AlterTable
ALTER TABLE "people" ADD COLUMN     "limited_until" TIMESTAMPTZ(3);

-- RenameIndex
ALTER INDEX "person_periods_user_id_idx" RENAME TO "person_periods_user_id_kind_starts_idx";
