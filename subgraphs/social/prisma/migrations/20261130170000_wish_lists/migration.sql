-- CreateEnum
CREATE TYPE "wish_list_visibility" AS ENUM ('PRIVATE', 'FRIENDS');

-- CreateTable
CREATE TABLE "wish_lists" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "owner_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "visibility" "wish_list_visibility" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wish_lists_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "wish_list_people" (
    "list_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wish_list_people_pkey" PRIMARY KEY ("list_id","user_id")
);

-- CreateTable
CREATE TABLE "wish_list_items" (
    "list_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "added_by" UUID,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "wish_list_items_pkey" PRIMARY KEY ("list_id","event_id")
);

-- CreateIndex
CREATE INDEX "wish_lists_owner_id_created_at_id_idx" ON "wish_lists"("owner_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "wish_list_people_user_id_idx" ON "wish_list_people"("user_id");

-- CreateIndex
CREATE INDEX "wish_list_items_list_id_added_at_event_id_idx" ON "wish_list_items"("list_id", "added_at" DESC, "event_id" DESC);

-- CreateIndex
CREATE INDEX "wish_list_items_added_by_idx" ON "wish_list_items"("added_by");

-- AddForeignKey
ALTER TABLE "wish_list_people" ADD CONSTRAINT "wish_list_people_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "wish_lists"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "wish_list_items" ADD CONSTRAINT "wish_list_items_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "wish_lists"("id") ON DELETE CASCADE ON UPDATE CASCADE;
