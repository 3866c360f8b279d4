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

-- The records of an import that runs as long work.
CREATE TABLE "import_records" (
  "import_id" UUID NOT NULL,
  "index" INTEGER NOT NULL,
  "record" TEXT,
  "page" TEXT,
  "external_id" TEXT,
  "name" TEXT NOT NULL DEFAULT '',
  "outcome" TEXT,
  "event_id" UUID,
  "reason" TEXT,
  "notes" TEXT[],
  CONSTRAINT "import_records_pkey" PRIMARY KEY ("import_id", "index"),
  CONSTRAINT "import_records_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "long_work" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "import_records_import_id_page_idx" ON "import_records" ("import_id", "page");
CREATE INDEX "import_records_import_id_external_id_idx" ON "import_records" ("import_id", "external_id");
