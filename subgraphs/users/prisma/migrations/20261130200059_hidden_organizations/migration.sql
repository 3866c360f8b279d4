-- AlterEnum

ALTER TYPE "organization_act_kind" ADD VALUE 'HIDDEN';
ALTER TYPE "organization_act_kind" ADD VALUE 'SHOWN';

-- AlterTable
ALTER TABLE "organizations" ADD COLUMN     "hidden_at" TIMESTAMPTZ(3),
ADD COLUMN     "moderated_at" TIMESTAMPTZ(3),
ADD COLUMN     "taken" JSONB;
