-- AlterTable
ALTER TABLE "event_registrations" ADD COLUMN     "no_reentry_from" TIMESTAMPTZ(3);
