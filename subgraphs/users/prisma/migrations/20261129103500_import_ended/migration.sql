ALTER TYPE "notification_type" ADD VALUE 'IMPORT_ENDED';
