-- AlterTable
ALTER TABLE "group_members" ADD COLUMN     "shares_free_busy" BOOLEAN NOT NULL DEFAULT false;
