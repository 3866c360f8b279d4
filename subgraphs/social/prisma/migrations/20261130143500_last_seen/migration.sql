-- AlterTable
ALTER TABLE "chat_settings" ADD COLUMN     "last_seen" BOOLEAN NOT NULL DEFAULT true;
