-- AlterEnum
ALTER TYPE "notification_type" ADD VALUE 'SEARCH_MATCHED';
