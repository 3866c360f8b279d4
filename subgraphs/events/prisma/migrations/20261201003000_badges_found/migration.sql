-- CreateIndex
CREATE INDEX "event_standings_badges_idx" ON "event_standings" USING GIN ("badges");
