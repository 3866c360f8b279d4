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
