-- Points and reputation of people, and where their answers stand, are kept here since the migration "requirements"; whoever was told before
-- it has none. A copy that is a version behind is what the comparison of the next night (or `npm run facts -- compare`) mends by replay.
UPDATE "people" SET "version" = "version" - 1 WHERE NOT "erased";
UPDATE "event_guests" SET "version" = "version" - 1 WHERE "status" IS NULL;
