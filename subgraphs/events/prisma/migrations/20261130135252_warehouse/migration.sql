-- CreateTable
CREATE TABLE "warehouse_streams" (
    "name" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    "last_id" TEXT NOT NULL,
    "batch_id" UUID,
    "batch_to" JSONB,
    "batch_at" TIMESTAMPTZ(3),
    "tries" INTEGER NOT NULL DEFAULT 0,
    "failure" TEXT,
    "due_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "sent_rows" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "warehouse_streams_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "warehouse_forgotten" (
    "id" UUID NOT NULL,
    "actor" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "warehouse_forgotten_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "warehouse_forgotten_at_idx" ON "warehouse_forgotten"("at");

-- Events that are over, in the order in which they are sent.
CREATE INDEX "events_over_idx" ON "events" ("ends_at") WHERE "status" IN ('COMPLETED', 'CANCELLED');
