-- The models that were learned move into the platform's table. They were measured, but not beside what else there was.
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

    CONSTRAINT "learned_models_pkey" PRIMARY KEY ("name","version")
);

INSERT INTO "learned_models" ("name", "version", "format", "parameters", "adopted", "learned", "held_out", "figures", "trained_at")
SELECT 'spam', "version", 'hashed-words-1', CASE WHEN "adopted" THEN "weights" END, "adopted", "learned", "held_out",
       jsonb_build_object('candidate', jsonb_build_object('threshold', 0.3, 'precision', "precision", 'recall', "recall")), "trained_at"
FROM "spam_models";

DROP TABLE "spam_models";
