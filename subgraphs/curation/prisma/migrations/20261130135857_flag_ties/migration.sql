-- AlterTable
ALTER TABLE "flags" ADD COLUMN     "tied" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "ties" TEXT[] DEFAULT ARRAY[]::TEXT[];
