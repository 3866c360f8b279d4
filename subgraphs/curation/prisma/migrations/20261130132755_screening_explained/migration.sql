-- AlterTable
ALTER TABLE "assessments" ADD COLUMN     "spam_reasons" JSONB NOT NULL DEFAULT '[]';

-- CreateTable
CREATE TABLE "examined_images" (
    "image_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "address" TEXT NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "sharpness" DOUBLE PRECISION NOT NULL,
    "exposure" DOUBLE PRECISION NOT NULL,
    "quality" DOUBLE PRECISION NOT NULL,
    "due" BOOLEAN NOT NULL,

    CONSTRAINT "examined_images_pkey" PRIMARY KEY ("image_id")
);

-- CreateIndex
CREATE INDEX "examined_images_address_idx" ON "examined_images" USING HASH ("address");

-- CreateIndex
CREATE INDEX "event_copies_image_url_idx" ON "event_copies" USING HASH ("image_url");

-- Of pictures whose events were not looked for yet there are few.
CREATE INDEX "examined_images_due" ON "examined_images" ("image_id") WHERE "due";
