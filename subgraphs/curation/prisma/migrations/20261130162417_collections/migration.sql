-- CreateEnum
CREATE TYPE "CollectionStatus" AS ENUM ('DRAFT', 'IN_REVIEW', 'NEEDS_CHANGES', 'PUBLISHED', 'REJECTED', 'REMOVED', 'ARCHIVED');

-- AlterEnum
ALTER TYPE "CaseActKind" ADD VALUE 'PROPOSED';
ALTER TYPE "CaseActKind" ADD VALUE 'APPROVED';
ALTER TYPE "CaseActKind" ADD VALUE 'CHANGES_REQUESTED';
ALTER TYPE "CaseActKind" ADD VALUE 'REJECTED';

-- AlterEnum
ALTER TYPE "CaseStatus" ADD VALUE 'APPROVED';
ALTER TYPE "CaseStatus" ADD VALUE 'CHANGES_REQUESTED';
ALTER TYPE "CaseStatus" ADD VALUE 'REJECTED';

-- AlterEnum
ALTER TYPE "SubjectKind" ADD VALUE 'COLLECTION';

-- AlterTable
ALTER TABLE "cases" ADD COLUMN     "proposal" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "collections" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "status" "CollectionStatus" NOT NULL DEFAULT 'DRAFT',
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "cover_url" TEXT,
    "city" TEXT,
    "city_key" TEXT,
    "valid_from" TIMESTAMPTZ(3),
    "valid_until" TIMESTAMPTZ(3),
    "owner_id" UUID NOT NULL,
    "proposed" JSONB,
    "notes" TEXT,
    "view_count" INTEGER NOT NULL DEFAULT 0,
    "published_at" TIMESTAMPTZ(3),
    "told_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "collections_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "collection_entries" (
    "id" UUID NOT NULL,
    "collection_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "note" TEXT,
    "added_by_id" UUID,
    "added_at" TIMESTAMPTZ(3) NOT NULL,
    "told" BOOLEAN NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "collection_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "collection_curators" (
    "collection_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "share_percent" SMALLINT NOT NULL,
    "invited_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),

    CONSTRAINT "collection_curators_pkey" PRIMARY KEY ("collection_id","user_id")
);

-- CreateTable
CREATE TABLE "collection_follows" (
    "collection_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "collection_follows_pkey" PRIMARY KEY ("collection_id","user_id")
);

-- CreateTable
CREATE TABLE "collection_views" (
    "collection_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "day" DATE NOT NULL,

    CONSTRAINT "collection_views_pkey" PRIMARY KEY ("collection_id","user_id","day")
);

-- CreateIndex
CREATE UNIQUE INDEX "collections_slug_key" ON "collections"("slug");

-- CreateIndex
CREATE INDEX "collections_status_published_at_id_idx" ON "collections"("status", "published_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "collections_status_city_key_published_at_id_idx" ON "collections"("status", "city_key", "published_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "collections_owner_id_idx" ON "collections"("owner_id");

-- CreateIndex
CREATE INDEX "collection_entries_collection_id_added_at_idx" ON "collection_entries"("collection_id", "added_at");

-- CreateIndex
CREATE INDEX "collection_entries_event_id_idx" ON "collection_entries"("event_id");

-- CreateIndex
CREATE INDEX "collection_entries_added_by_id_idx" ON "collection_entries"("added_by_id");

-- CreateIndex
CREATE INDEX "collection_curators_user_id_idx" ON "collection_curators"("user_id");

-- CreateIndex
CREATE INDEX "collection_follows_user_id_idx" ON "collection_follows"("user_id");

-- CreateIndex
CREATE INDEX "collection_views_user_id_idx" ON "collection_views"("user_id");

-- CreateIndex
CREATE INDEX "collection_views_day_idx" ON "collection_views"("day");

-- AddForeignKey
ALTER TABLE "collection_entries" ADD CONSTRAINT "collection_entries_collection_id_fkey" FOREIGN KEY ("collection_id") REFERENCES "collections"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "collection_curators" ADD CONSTRAINT "collection_curators_collection_id_fkey" FOREIGN KEY ("collection_id") REFERENCES "collections"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "collection_follows" ADD CONSTRAINT "collection_follows_collection_id_fkey" FOREIGN KEY ("collection_id") REFERENCES "collections"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "collection_views" ADD CONSTRAINT "collection_views_collection_id_fkey" FOREIGN KEY ("collection_id") REFERENCES "collections"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Written by hand from here: what Prisma cannot express.

-- An event stands in a collection once.
CREATE UNIQUE INDEX "collection_entries_once" ON "collection_entries" ("collection_id", "event_id") WHERE "removed_at" IS NULL;

-- Few are not told yet.
CREATE INDEX "collection_entries_untold" ON "collection_entries" ("collection_id") WHERE NOT "told";
