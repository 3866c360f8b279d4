-- CreateTable
CREATE TABLE "ended_sessions" (
    "session_id" UUID NOT NULL,
    "ended_at" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ended_sessions_pkey" PRIMARY KEY ("session_id")
);

-- CreateIndex
CREATE INDEX "ended_sessions_ended_at_idx" ON "ended_sessions"("ended_at");

-- CreateIndex
CREATE INDEX "ended_sessions_until_idx" ON "ended_sessions"("until");

-- Sessions that ended just before: their access tokens may still be good.
INSERT INTO "ended_sessions" ("session_id", "ended_at", "until")
SELECT "id", "ended_at", "ended_at" + INTERVAL '16 minutes' FROM "sessions" WHERE "ended_at" > CURRENT_TIMESTAMP - INTERVAL '16 minutes';
