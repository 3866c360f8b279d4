-- AlterEnum
ALTER TYPE "notification_type" ADD VALUE 'CREW_FEEDBACK_ASKED';
