-- An event is told of and found to be on show in two statements, so the first of them leaves the answer open.
ALTER TABLE "events" ALTER COLUMN "was_public" SET DEFAULT false;

-- Who may change anything: user.updated tells. Of whom it has told nothing, may.
CREATE TABLE "people" (
    "id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "active" BOOLEAN NOT NULL,
    "erased" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "people_pkey" PRIMARY KEY ("id")
);
