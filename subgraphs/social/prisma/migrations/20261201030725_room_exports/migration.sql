-- Names for files, which no other part can add names to.
ALTER TABLE "people" ADD COLUMN "display_name" TEXT, ADD COLUMN "username" TEXT;

-- Files in the store of the platform (docs/decisions/files.md): one row each, written before the file. A subgraph that has some copies this
-- file into a migration and files.prisma into its schema; what is here only (partial index) Prisma leaves alone.
CREATE TABLE "stored_files" (
  "key" TEXT NOT NULL,
  "owner" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "delete_at" TIMESTAMPTZ(3),
  CONSTRAINT "stored_files_pkey" PRIMARY KEY ("key")
);
CREATE INDEX "stored_files_owner_idx" ON "stored_files" ("owner");
-- What the job looks through: stays as small as what is to be deleted.
CREATE INDEX "stored_files_delete_at" ON "stored_files" ("delete_at") WHERE "delete_at" IS NOT NULL;

-- Long work: what one person has asked for and what takes longer than a request. A subgraph that has some copies this file into a
-- migration and long-work.prisma into its schema; what is here only (partial index) Prisma leaves alone.
CREATE TABLE "long_work" (
  "id" UUID NOT NULL,
  "kind" TEXT NOT NULL,
  "owner" TEXT NOT NULL,
  "input" JSONB NOT NULL,
  "state" TEXT NOT NULL,
  "version" INTEGER NOT NULL DEFAULT 1,
  "done" INTEGER NOT NULL DEFAULT 0,
  "total" INTEGER,
  "checkpoint" JSONB,
  "result" JSONB,
  "failure" TEXT,
  "tries" INTEGER NOT NULL DEFAULT 0,
  "run_at" TIMESTAMPTZ(3),
  "lease_token" UUID,
  "lease_until" TIMESTAMPTZ(3),
  "claimed_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "started_at" TIMESTAMPTZ(3),
  "ended_at" TIMESTAMPTZ(3),
  CONSTRAINT "long_work_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "long_work_state" CHECK ("state" IN ('COLLECTING', 'QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
  -- Who runs it has a lease; what has none may be claimed.
  CONSTRAINT "long_work_lease" CHECK (("state" = 'RUNNING') = ("lease_token" IS NOT NULL AND "lease_until" IS NOT NULL)),
  CONSTRAINT "long_work_end" CHECK (("state" IN ('SUCCEEDED', 'FAILED', 'CANCELLED')) = ("ended_at" IS NOT NULL))
);
CREATE INDEX "long_work_owner_created_at_id_idx" ON "long_work" ("owner", "created_at", "id");
-- What a worker looks through for the next: stays as small as the queue, however long the history.
CREATE INDEX "long_work_open" ON "long_work" ("created_at") WHERE "state" IN ('QUEUED', 'RUNNING');
