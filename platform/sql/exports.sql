-- Parts of data exports that are to be written (docs/decisions/data-rights.md). A subgraph that keeps something of people copies this file
-- into a migration and exports.prisma into its schema. A row goes when its part is written and told.
CREATE TABLE "export_tasks" (
  "export_id" UUID NOT NULL,
  "user_id" UUID NOT NULL,
  "key" TEXT NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "export_tasks_pkey" PRIMARY KEY ("export_id")
);
CREATE INDEX "export_tasks_user_id_idx" ON "export_tasks" ("user_id");
