-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN     "is_test" BOOLEAN NOT NULL DEFAULT false;
