-- AlterTable
ALTER TABLE "mails" ADD COLUMN     "unsubscribe_from" TEXT;

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "email_bounced_at" TIMESTAMPTZ(3);
