-- CreateEnum
CREATE TYPE "image_state" AS ENUM ('AWAITED', 'WAITING', 'READY', 'REFUSED', 'GONE');

-- AlterTable
ALTER TABLE "events" ADD COLUMN     "gallery_ids" UUID[] DEFAULT ARRAY[]::UUID[],
ADD COLUMN     "video_poster_id" UUID;

-- CreateTable
CREATE TABLE "images" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "owner_id" UUID,
    "state" "image_state" NOT NULL DEFAULT 'AWAITED',
    "upload_key" TEXT,
    "upload_size" INTEGER,
    "content_type" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "source_url" TEXT,
    "address" TEXT,
    "address_hash" TEXT,
    "alt_text" TEXT,
    "fault" TEXT,
    "width" INTEGER,
    "height" INTEGER,
    "blurhash" TEXT,
    "sharpness" DOUBLE PRECISION,
    "exposure" DOUBLE PRECISION,
    "quality" DOUBLE PRECISION,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "run_at" TIMESTAMPTZ(3),
    "unused_since" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "images_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "image_files" (
    "key" TEXT NOT NULL,
    "image_id" UUID NOT NULL,
    "use" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "bytes" INTEGER NOT NULL,

    CONSTRAINT "image_files_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "image_uses" (
    "id" BIGSERIAL NOT NULL,
    "image_id" UUID NOT NULL,
    "event_id" UUID,
    "template_id" UUID,

    CONSTRAINT "image_uses_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "images_address_hash_key" ON "images"("address_hash");

-- CreateIndex
CREATE INDEX "images_owner_id_created_at_id_idx" ON "images"("owner_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "image_files_image_id_idx" ON "image_files"("image_id");

-- CreateIndex
CREATE INDEX "image_uses_event_id_idx" ON "image_uses"("event_id");

-- CreateIndex
CREATE INDEX "image_uses_template_id_idx" ON "image_uses"("template_id");

-- CreateIndex
CREATE UNIQUE INDEX "image_uses_image_id_event_id_key" ON "image_uses"("image_id", "event_id");

-- CreateIndex
CREATE UNIQUE INDEX "image_uses_image_id_template_id_key" ON "image_uses"("image_id", "template_id");

-- CreateIndex
CREATE INDEX "events_image_url_idx" ON "events" USING HASH ("image_url");

-- AddForeignKey
ALTER TABLE "image_files" ADD CONSTRAINT "image_files_image_id_fkey" FOREIGN KEY ("image_id") REFERENCES "images"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "image_uses" ADD CONSTRAINT "image_uses_image_id_fkey" FOREIGN KEY ("image_id") REFERENCES "images"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "image_uses" ADD CONSTRAINT "image_uses_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "image_uses" ADD CONSTRAINT "image_uses_template_id_fkey" FOREIGN KEY ("template_id") REFERENCES "event_templates"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "image_uses" ADD CONSTRAINT "image_uses_one_holder" CHECK (num_nonnulls("event_id", "template_id") = 1);
-- What the jobs look through: each stays as small as what is to be done.
CREATE INDEX "images_due" ON "images" ("state", "run_at", "id") WHERE "state" IN ('WAITING', 'GONE');
CREATE INDEX "images_unused" ON "images" ("unused_since", "id") WHERE "unused_since" IS NOT NULL;

-- A picture whose event or template is deleted is unused from then on, unless another one has it (the job forget-images looks).
CREATE FUNCTION "images_released"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE images SET unused_since = created_at WHERE id = OLD.image_id AND unused_since IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER "images_released" AFTER DELETE ON "image_uses" FOR EACH ROW EXECUTE FUNCTION "images_released"();
