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
CREATE INDEX "export_tasks_user_id_idx" ON "export_tasks"("user_id");
