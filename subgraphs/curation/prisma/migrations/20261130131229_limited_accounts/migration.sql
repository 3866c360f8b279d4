-- AlterTable
ALTER TABLE "person_copies" ADD COLUMN     "limited_until" TIMESTAMPTZ(3);
