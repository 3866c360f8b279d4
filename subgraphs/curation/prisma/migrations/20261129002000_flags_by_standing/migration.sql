-- AlterEnum
ALTER TYPE "FlagStatus" ADD VALUE 'OUTDATED';
ALTER TYPE "FlagStatus" ADD VALUE 'WITHDRAWN';

-- AlterTable: who was known before was registered before.
ALTER TABLE "person_copies" ADD COLUMN "address_verified" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN "registered_at" TIMESTAMPTZ(3);
UPDATE "person_copies" SET "registered_at" = now();

-- AlterTable: earlier flags were about the event as it is now, as far as anybody can tell.
ALTER TABLE "flags" ADD COLUMN "by_staff" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN "content_hash" TEXT,
ADD COLUMN "event_version" INTEGER,
ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;
UPDATE "flags" f SET "content_hash" = e."content_hash", "event_version" = e."version" FROM "event_copies" e WHERE e."event_id" = f."event_id";
UPDATE "flags" SET "content_hash" = '', "event_version" = 1 WHERE "content_hash" IS NULL;
ALTER TABLE "flags" ALTER COLUMN "content_hash" SET NOT NULL, ALTER COLUMN "event_version" SET NOT NULL;

-- DropIndex
DROP INDEX "flags_event_id_flagger_id_key";

-- CreateIndex
CREATE INDEX "flags_event_id_flagger_id_idx" ON "flags"("event_id", "flagger_id");

-- CreateIndex
CREATE INDEX "flags_flagger_id_created_at_idx" ON "flags"("flagger_id", "created_at");

-- CreateTable
CREATE TABLE "workflow_versions" (
    "workflow_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "status" "WorkflowStatus" NOT NULL,
    "in_queue" BOOLEAN NOT NULL,
    "curator_id" UUID,
    "claimed_until" TIMESTAMPTZ(3),
    "event_version" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "workflow_versions_pkey" PRIMARY KEY ("workflow_id","version")
);

-- CreateIndex
CREATE INDEX "workflow_versions_curator_id_created_at_idx" ON "workflow_versions"("curator_id", "created_at");

-- AddForeignKey
ALTER TABLE "workflow_versions" ADD CONSTRAINT "workflow_versions_workflow_id_fkey" FOREIGN KEY ("workflow_id") REFERENCES "workflows"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Written by hand from here: what Prisma cannot express.

-- One open flag for each person and event; what was settled may be raised again of another version.
CREATE UNIQUE INDEX "flags_one_open" ON "flags" ("event_id", "flagger_id") WHERE "status" = 'OPEN';
