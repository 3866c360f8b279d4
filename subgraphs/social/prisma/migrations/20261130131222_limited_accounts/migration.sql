-- AlterTable
ALTER TABLE "people" ADD COLUMN     "limited_until" TIMESTAMPTZ(3);
