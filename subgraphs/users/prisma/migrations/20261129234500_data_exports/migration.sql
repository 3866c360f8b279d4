-- CreateEnum
CREATE TYPE "data_export_state" AS ENUM ('COLLECTING', 'READY', 'FAILED', 'EXPIRED');

-- CreateTable
CREATE TABLE "data_exports" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "state" "data_export_state" NOT NULL DEFAULT 'COLLECTING',
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "ready_at" TIMESTAMPTZ(3),
    "token_hash" BYTEA NOT NULL,
    "size" INTEGER,

    CONSTRAINT "data_exports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "data_export_parts" (
    "export_id" UUID NOT NULL,
    "party" "erasure_party" NOT NULL,
    "ready_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "data_export_parts_pkey" PRIMARY KEY ("export_id","party")
);

-- CreateTable
CREATE TABLE "export_tasks" (
    "export_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "export_tasks_pkey" PRIMARY KEY ("export_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "data_exports_token_hash_key" ON "data_exports"("token_hash");

-- CreateIndex
CREATE INDEX "data_exports_user_id_requested_at_id_idx" ON "data_exports"("user_id", "requested_at", "id");

-- CreateIndex
CREATE INDEX "data_exports_state_requested_at_idx" ON "data_exports"("state", "requested_at");

-- CreateIndex
CREATE INDEX "export_tasks_user_id_idx" ON "export_tasks"("user_id");

-- AddForeignKey
ALTER TABLE "data_exports" ADD CONSTRAINT "data_exports_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "data_export_parts" ADD CONSTRAINT "data_export_parts_export_id_fkey" FOREIGN KEY ("export_id") REFERENCES "data_exports"("id") ON DELETE CASCADE ON UPDATE CASCADE;
