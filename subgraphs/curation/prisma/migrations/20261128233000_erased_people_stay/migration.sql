-- Erased people are kept at the highest version, so that no late fact revives them; rows erased before that rule get it here.
UPDATE "person_copies" SET "version" = 2147483647, "active" = false WHERE "erased_at" IS NOT NULL;
