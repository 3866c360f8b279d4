-- AlterTable
ALTER TABLE "users" ADD COLUMN     "avatar_key" TEXT;

-- A picture is a file of ours or an address on the web, never both.
ALTER TABLE "users" ADD CONSTRAINT "users_one_avatar" CHECK ("avatar_url" IS NULL OR "avatar_key" IS NULL);

-- CreateTable
CREATE TABLE "avatar_uploads" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "avatar_uploads_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stored_files" (
    "key" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "delete_at" TIMESTAMPTZ(3),

    CONSTRAINT "stored_files_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "avatar_uploads_user_id_created_at_idx" ON "avatar_uploads"("user_id", "created_at");

-- CreateIndex
CREATE INDEX "avatar_uploads_created_at_idx" ON "avatar_uploads"("created_at");

-- CreateIndex
CREATE INDEX "stored_files_owner_idx" ON "stored_files"("owner");

-- What the job looks through (platform/sql/files.sql).
CREATE INDEX "stored_files_delete_at" ON "stored_files" ("delete_at") WHERE "delete_at" IS NOT NULL;

-- AddForeignKey
ALTER TABLE "avatar_uploads" ADD CONSTRAINT "avatar_uploads_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
