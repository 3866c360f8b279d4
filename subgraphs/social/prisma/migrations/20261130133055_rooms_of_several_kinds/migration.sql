-- AlterEnum
ALTER TYPE "room_kind" ADD VALUE 'PEOPLE';

-- AlterEnum
ALTER TYPE "room_role" ADD VALUE 'OWNER';
