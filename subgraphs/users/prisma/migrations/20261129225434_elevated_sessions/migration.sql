-- AlterTable
ALTER TABLE "sessions" ADD COLUMN     "elevated_until" TIMESTAMPTZ(3);
