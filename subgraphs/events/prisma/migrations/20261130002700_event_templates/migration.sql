-- CreateTable
CREATE TABLE "event_templates" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "owner_id" UUID,
    "organization_id" UUID,
    "name" TEXT NOT NULL,
    "duration_minutes" INTEGER NOT NULL,
    "content" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "event_templates_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "event_templates_owner_id_name_id_idx" ON "event_templates"("owner_id", "name", "id");

-- CreateIndex
CREATE INDEX "event_templates_organization_id_name_id_idx" ON "event_templates"("organization_id", "name", "id");

-- Written by hand from here: what Prisma cannot express.

ALTER TABLE "event_templates" ADD CONSTRAINT "event_templates_one_owner" CHECK (("owner_id" IS NULL) <> ("organization_id" IS NULL));
