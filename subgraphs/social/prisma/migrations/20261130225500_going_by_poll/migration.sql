-- AlterTable
ALTER TABLE "poll_votes" ADD COLUMN     "go_if_chosen" BOOLEAN NOT NULL DEFAULT false;
