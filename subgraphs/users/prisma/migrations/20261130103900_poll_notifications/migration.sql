-- AlterEnum
ALTER TYPE "notification_type" ADD VALUE 'GROUP_POLL_ASKED';
ALTER TYPE "notification_type" ADD VALUE 'GROUP_POLL_CLOSED';
