-- AlterTable
ALTER TABLE "users" ADD COLUMN     "findable_by_phone" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "contact_lookups" (
    "user_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "numbers" INTEGER NOT NULL,

    CONSTRAINT "contact_lookups_pkey" PRIMARY KEY ("user_id","day")
);

-- CreateIndex
CREATE INDEX "contact_lookups_day_idx" ON "contact_lookups"("day");

-- AddForeignKey
ALTER TABLE "contact_lookups" ADD CONSTRAINT "contact_lookups_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
