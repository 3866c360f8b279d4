-- An operator asks for a dead letter to be taken in again; the subgraph does it within seconds.
ALTER TABLE "dead_letters" ADD COLUMN "replay_wanted_at" TIMESTAMPTZ(3);
