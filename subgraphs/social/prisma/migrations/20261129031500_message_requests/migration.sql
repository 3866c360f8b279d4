-- CreateEnum
CREATE TYPE "room_answer" AS ENUM ('ACCEPTED', 'REQUESTED', 'DECLINED');

-- AlterTable
ALTER TABLE "group_invitations" ADD COLUMN     "open" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1,
ALTER COLUMN "inviter_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "people" ADD COLUMN     "address_verified" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "registered_at" TIMESTAMPTZ(3),
ADD COLUMN     "reputation" DOUBLE PRECISION NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "room_members" ADD COLUMN     "answer" "room_answer" NOT NULL DEFAULT 'ACCEPTED';

-- CreateIndex
CREATE INDEX "group_invitations_inviter_id_created_at_idx" ON "group_invitations"("inviter_id", "created_at");

-- Invitations that the job looks for: few of the many.
CREATE INDEX "group_invitations_open" ON "group_invitations" ("expires_at") WHERE "open";

-- Who declined a stranger is still shown in the room: a refusal is not told.
DROP INDEX "room_members_present";
CREATE INDEX "room_members_present" ON "room_members" ("room_id", "joined_at", "user_id") WHERE "active" OR "answer" = 'DECLINED';

-- Whom we know already is no new account.
UPDATE "people" SET "address_verified" = true WHERE NOT "erased";
