-- AlterTable
ALTER TABLE "erasures" ADD COLUMN     "language" "language";
