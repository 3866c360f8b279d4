-- CreateTable
CREATE TABLE "stored_files" (
    "key" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "delete_at" TIMESTAMPTZ(3),

    CONSTRAINT "stored_files_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "stored_files_owner_idx" ON "stored_files"("owner");

-- What the job looks through: stays as small as what is to be deleted.
CREATE INDEX "stored_files_delete_at" ON "stored_files" ("delete_at") WHERE "delete_at" IS NOT NULL;
