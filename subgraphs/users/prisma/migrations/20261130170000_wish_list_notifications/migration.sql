-- AlterEnum
ALTER TYPE "notification_type" ADD VALUE 'WISH_LIST_SHARED';
