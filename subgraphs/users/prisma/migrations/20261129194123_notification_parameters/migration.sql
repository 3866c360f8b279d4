-- CreateEnum
CREATE TYPE "language" AS ENUM ('EN', 'FR', 'DE', 'ES');

-- CreateEnum
CREATE TYPE "theme" AS ENUM ('SYSTEM', 'LIGHT', 'DARK');

-- AlterEnum
ALTER TYPE "notification_type" ADD VALUE 'EVENT_REMINDER';
ALTER TYPE "notification_type" ADD VALUE 'SECURITY_ALERT';

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "language" "language",
ADD COLUMN     "theme" "theme" NOT NULL DEFAULT 'SYSTEM',
ADD COLUMN     "time_zone" TEXT;

ALTER TABLE "notifications" ADD COLUMN     "parameters" JSONB;

-- Texts that name a person are taken apart, because the person may have another name tomorrow, or be gone. Only where it is certain what they
-- were made from: by the kind, the ids beside the text, and phrases that stand nowhere else. All others keep their text.
UPDATE "notifications" n
SET "parameters" = CASE n."type"::text
  WHEN 'CONNECTION_REQUESTED' THEN jsonb_build_object('person', n."target_id")
  WHEN 'CONNECTION_ACCEPTED' THEN jsonb_build_object('person', n."target_id")
  WHEN 'MESSAGE_RECEIVED' THEN jsonb_build_object('person', n."actor_id")
  WHEN 'EVENT_INVITED' THEN jsonb_build_object('person', n."actor_id", 'event', e.named)
  WHEN 'EVENT_TEAM_INVITED' THEN jsonb_build_object('person', n."actor_id", 'event', e.named, 'role', r.role)
  WHEN 'EVENT_TEAM_JOINED' THEN jsonb_build_object('person', n."actor_id", 'event', e.named, 'role', r.role)
  WHEN 'ORGANIZATION_INVITED' THEN jsonb_build_object('person', n."actor_id", 'organization', o.named, 'role', r.role)
  WHEN 'ORGANIZATION_JOINED' THEN jsonb_build_object('person', n."actor_id", 'organization', o.named)
  WHEN 'GROUP_INVITED' THEN jsonb_build_object('person', n."actor_id", 'group', split_part(n."title", ' invites you to ', 2))
END
FROM "notifications" m
LEFT JOIN LATERAL (
  SELECT jsonb_build_object('id', m."target_id", 'title', (SELECT c."title" FROM "event_copies" c WHERE c."event_id" = m."target_id")) AS named
) e ON true
LEFT JOIN LATERAL (SELECT jsonb_build_object('id', o."id", 'name', o."name") AS named FROM "organizations" o WHERE o."id" = m."target_id") o ON true
LEFT JOIN LATERAL (
  SELECT role FROM (VALUES ('OWNER', '%an owner, who decides%'), ('MANAGER', '%a manager, who runs%'), ('STAFF', '%staff, who help%'),
                           ('EDITOR', '%an editor, who looks%'), ('BOX_OFFICE', '%the box office, which%'), ('DOOR', '%at the door, where%'))
                    AS phrases(role, phrase)
  WHERE m."body" LIKE phrase
) r ON true
WHERE m."id" = n."id"
  AND CASE n."type"::text
    WHEN 'CONNECTION_REQUESTED' THEN n."target_type"::text = 'USER'
    WHEN 'CONNECTION_ACCEPTED' THEN n."target_type"::text = 'USER'
    WHEN 'MESSAGE_RECEIVED' THEN n."actor_id" IS NOT NULL
    WHEN 'EVENT_INVITED' THEN n."actor_id" IS NOT NULL
    WHEN 'EVENT_TEAM_INVITED' THEN n."actor_id" IS NOT NULL AND r.role IS NOT NULL
    WHEN 'EVENT_TEAM_JOINED' THEN n."actor_id" IS NOT NULL AND r.role IS NOT NULL
    WHEN 'ORGANIZATION_INVITED' THEN n."actor_id" IS NOT NULL AND o.named IS NOT NULL AND r.role IS NOT NULL
    WHEN 'ORGANIZATION_JOINED' THEN n."actor_id" IS NOT NULL AND o.named IS NOT NULL
    WHEN 'GROUP_INVITED' THEN n."actor_id" IS NOT NULL AND n."title" LIKE '% invites you to %'
                              AND n."title" NOT LIKE '% invites you to % invites you to %'
    ELSE false
  END;

UPDATE "notifications" SET "parameters" = jsonb_build_object('told', jsonb_build_object('title', "title", 'body', "body"))
WHERE "parameters" IS NULL;

ALTER TABLE "notifications" ALTER COLUMN "parameters" SET NOT NULL,
DROP COLUMN "body",
DROP COLUMN "title";
