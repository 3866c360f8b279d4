-- AlterEnum
ALTER TYPE "notification_type" ADD VALUE 'EVENT_ANNOUNCED';
