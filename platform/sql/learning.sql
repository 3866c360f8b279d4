-- Models that a subgraph learns, one row a training. Of what was not adopted only the figures are kept.
CREATE TABLE "learned_models" (
  "name" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "format" TEXT NOT NULL,
  "parameters" BYTEA,
  "adopted" BOOLEAN NOT NULL,
  "learned" INTEGER NOT NULL,
  "held_out" INTEGER NOT NULL,
  "figures" JSONB NOT NULL,
  "trained_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "learned_models_pkey" PRIMARY KEY ("name", "version")
);
