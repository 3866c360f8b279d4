-- CreateTable
CREATE TABLE "connection_strengths" (
    "low_id" UUID NOT NULL,
    "high_id" UUID NOT NULL,
    "strength" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "messages" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "events" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "groups" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "computed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "connection_strengths_pkey" PRIMARY KEY ("low_id","high_id")
);

-- CreateTable
CREATE TABLE "suggestion_dismissals" (
    "user_id" UUID NOT NULL,
    "dismissed_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "suggestion_dismissals_pkey" PRIMARY KEY ("user_id","dismissed_id")
);

-- CreateIndex
CREATE INDEX "connection_strengths_high_id_idx" ON "connection_strengths"("high_id");

-- CreateIndex
CREATE INDEX "connection_strengths_computed_at_idx" ON "connection_strengths"("computed_at");

-- CreateIndex
CREATE INDEX "suggestion_dismissals_dismissed_id_idx" ON "suggestion_dismissals"("dismissed_id");

-- Whoever is friends already: their strength is due.
INSERT INTO "connection_strengths" ("low_id", "high_id", "computed_at") SELECT "user_id", "friend_id", 'epoch' FROM "friendships" WHERE "user_id" < "friend_id";
