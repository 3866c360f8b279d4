-- AlterEnum
ALTER TYPE "waitlist_move_kind" ADD VALUE 'YIELDED';

-- AlterTable
ALTER TABLE "people" ADD COLUMN "reliability" DOUBLE PRECISION NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "attendances" ADD COLUMN "yields" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "waitlist_moves" ADD COLUMN "yields" INTEGER NOT NULL DEFAULT 0;
