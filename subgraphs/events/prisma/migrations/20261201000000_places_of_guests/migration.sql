-- AlterTable
ALTER TABLE "attendances" ADD COLUMN     "guest" BOOLEAN NOT NULL DEFAULT false;
