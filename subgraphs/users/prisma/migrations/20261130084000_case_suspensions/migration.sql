-- AlterTable
ALTER TABLE "case_copies" ADD COLUMN     "suspension_id" UUID;
