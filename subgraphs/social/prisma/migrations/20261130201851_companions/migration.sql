-- CreateTable
CREATE TABLE "companion_seekers" (
    "event_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "companion_seekers_pkey" PRIMARY KEY ("event_id","user_id")
);

-- CreateIndex
CREATE INDEX "companion_seekers_event_id_since_user_id_idx" ON "companion_seekers"("event_id", "since" DESC, "user_id" DESC);

-- CreateIndex
CREATE INDEX "companion_seekers_user_id_idx" ON "companion_seekers"("user_id");
