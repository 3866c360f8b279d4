-- Facts of bulk work (a seed, an import) are published behind what people do meanwhile.
ALTER TABLE "outbox" ADD COLUMN "bulk" BOOLEAN NOT NULL DEFAULT false;
CREATE INDEX "outbox_urgent" ON "outbox" ("sequence") WHERE "published_at" IS NULL AND NOT "bulk";
CREATE INDEX "outbox_unpublished_key" ON "outbox" ("key", "sequence") WHERE "published_at" IS NULL;
