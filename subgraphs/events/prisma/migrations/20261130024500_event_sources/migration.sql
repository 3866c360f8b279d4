-- CreateEnum
CREATE TYPE "event_source_format" AS ENUM ('SCHEMA_ORG', 'ICALENDAR', 'CSV', 'EVENTBRITE');

-- CreateEnum
CREATE TYPE "event_source_state" AS ENUM ('PENDING', 'SYNCING', 'SUCCEEDED', 'FAILED');

-- AlterTable
ALTER TABLE "import_records" ADD COLUMN     "dropped" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "line" INTEGER;

-- CreateTable
CREATE TABLE "event_sources" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "owner_id" UUID NOT NULL,
    "organization_id" UUID,
    "name" VARCHAR(50) NOT NULL,
    "format" "event_source_format" NOT NULL,
    "address" TEXT NOT NULL,
    "timezone" TEXT NOT NULL,
    "mapping" JSONB,
    "sealed_token" TEXT,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "frequency_minutes" INTEGER NOT NULL DEFAULT 240,
    "trusted_until" TIMESTAMPTZ(3),
    "state" "event_source_state" NOT NULL DEFAULT 'PENDING',
    "last_sync_at" TIMESTAMPTZ(3),
    "next_sync_at" TIMESTAMPTZ(3) NOT NULL,
    "last_error" TEXT,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "counts" JSONB,
    "notes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "events_synced" INTEGER NOT NULL DEFAULT 0,
    "etag" TEXT,
    "last_modified" TEXT,
    "document_hash" TEXT,
    "missing_since" TIMESTAMPTZ(3),
    "work_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "event_sources_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "event_sources_owner_id_created_at_id_idx" ON "event_sources"("owner_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "event_sources_organization_id_created_at_id_idx" ON "event_sources"("organization_id", "created_at", "id");

-- Those that are due: as small as the number of sources that somebody has on.
CREATE INDEX "event_sources_due" ON "event_sources"("next_sync_at") WHERE "is_active";
