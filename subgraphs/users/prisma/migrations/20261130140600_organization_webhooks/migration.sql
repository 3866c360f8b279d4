-- AlterEnum
ALTER TYPE "organization_act_kind" ADD VALUE 'WEBHOOK_MADE';
ALTER TYPE "organization_act_kind" ADD VALUE 'WEBHOOK_REMOVED';
