-- CreateEnum
CREATE TYPE "deed" AS ENUM ('ATTENDED', 'REVIEWED', 'PUBLISHED', 'FLAG_UPHELD', 'NO_SHOW', 'LATE_CANCELLATION');

-- AlterEnum
ALTER TYPE "notification_type" ADD VALUE 'BADGE_EARNED';

-- AlterTable
ALTER TABLE "attendance_copies" ADD COLUMN     "cancelled_late" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "event_copies" ADD COLUMN     "moved_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "city" TEXT,
ADD COLUMN     "city_key" TEXT,
ADD COLUMN     "ranked" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "reliability" DOUBLE PRECISION NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "deed_changes" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "deed" "deed" NOT NULL,
    "source_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "change" SMALLINT NOT NULL,
    "points" INTEGER NOT NULL,
    "reputation" DOUBLE PRECISION NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "deed_changes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "earned_badges" (
    "user_id" UUID NOT NULL,
    "badge" "achievement_badge" NOT NULL,
    "earned_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "earned_badges_pkey" PRIMARY KEY ("user_id","badge")
);

-- CreateIndex
CREATE INDEX "deed_changes_user_id_deed_source_id_idx" ON "deed_changes"("user_id", "deed", "source_id");

-- CreateIndex
CREATE INDEX "deed_changes_user_id_recorded_at_id_idx" ON "deed_changes"("user_id", "recorded_at", "id");

-- CreateIndex
CREATE INDEX "users_city_key_idx" ON "users"("city_key");

-- AddForeignKey
ALTER TABLE "deed_changes" ADD CONSTRAINT "deed_changes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "earned_badges" ADD CONSTRAINT "earned_badges_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The greatest first, of those who are on leaderboards.
CREATE INDEX "users_points_idx" ON "users"("points" DESC, "id" DESC) WHERE "suspended_at" IS NULL AND "ranked" AND "points" > 0;

-- What was earned in a time.
CREATE INDEX "deed_changes_at_idx" ON "deed_changes"("at") INCLUDE ("user_id", "points") WHERE "points" <> 0;

-- What was counted before there was a list of it. When a review was written, or an event published, is not known here: as its event began.
INSERT INTO "deed_changes" ("id", "user_id", "deed", "source_id", "event_id", "change", "points", "reputation", "at", "recorded_at")
SELECT gen_random_uuid(), d.user_id, d.deed::deed, d.source_id, d.event_id, 1, d.points, u.reputation, least(d.at, now()), now()
FROM (
  SELECT a.user_id, 'ATTENDED' AS deed, e.event_id AS source_id, e.event_id, 10 AS points, e.starts_at AS at
  FROM attendance_copies a JOIN event_copies e USING (event_id)
  WHERE a.checked_in_at IS NOT NULL AND e.status = 'COMPLETED' AND e.visibility = 'PUBLIC' AND e.creator_id <> a.user_id AND NOT a.user_id = ANY (e.team_ids)
    AND NOT EXISTS (SELECT 1 FROM organization_members m WHERE m.organization_id = e.organization_id AND m.user_id = a.user_id)
  UNION ALL
  SELECT a.user_id, 'NO_SHOW', e.event_id, e.event_id, 0, e.starts_at
  FROM attendance_copies a JOIN event_copies e USING (event_id)
  WHERE a.status = 'GOING' AND a.checked_in_at IS NULL AND e.status = 'COMPLETED' AND e.visibility = 'PUBLIC' AND e.creator_id <> a.user_id
    AND NOT a.user_id = ANY (e.team_ids)
    AND NOT EXISTS (SELECT 1 FROM organization_members m WHERE m.organization_id = e.organization_id AND m.user_id = a.user_id)
    AND EXISTS (SELECT 1 FROM attendance_copies o WHERE o.event_id = a.event_id AND o.checked_in_at IS NOT NULL)
  UNION ALL
  SELECT r.author_id, 'REVIEWED', r.review_id, e.event_id, 5, e.starts_at
  FROM review_copies r JOIN event_copies e USING (event_id)
  WHERE r.rating IS NOT NULL AND e.status IN ('PUBLISHED', 'COMPLETED') AND e.visibility = 'PUBLIC'
  UNION ALL
  SELECT e.creator_id, 'PUBLISHED', e.event_id, e.event_id, 20, e.starts_at
  FROM event_copies e WHERE e.status IN ('PUBLISHED', 'COMPLETED') AND e.visibility = 'PUBLIC'
  UNION ALL
  SELECT DISTINCT f.creator_id, 'FLAG_UPHELD', f.event_id, f.event_id, 0, now() FROM flag_copies f WHERE f.outcome = 'UPHELD'
) d JOIN users u ON u.id = d.user_id;

INSERT INTO "earned_badges" ("user_id", "badge", "earned_at")
SELECT u.id, b.badge, coalesce(
  (SELECT d.at FROM deed_changes d WHERE d.user_id = u.id AND d.deed = t.deed::deed ORDER BY d.at OFFSET t.target - 1 LIMIT 1), now())
FROM users u CROSS JOIN LATERAL unnest(u.badges) b(badge)
JOIN (VALUES ('FIRST_EVENT', 'ATTENDED', 1), ('REGULAR', 'ATTENDED', 10), ('DEVOTEE', 'ATTENDED', 50), ('CRITIC', 'REVIEWED', 5),
             ('HOST', 'PUBLISHED', 1), ('IMPRESARIO', 'PUBLISHED', 10)) t(badge, deed, target) ON t.badge = b.badge::text;
