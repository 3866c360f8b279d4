-- CreateTable
CREATE TABLE "people_search" (
    "user_id" UUID NOT NULL,
    "keys" TEXT[],

    CONSTRAINT "people_search_pkey" PRIMARY KEY ("user_id")
);

-- CreateIndex
CREATE INDEX "people_search_keys_idx" ON "people_search" USING GIN ("keys");

-- AddForeignKey
ALTER TABLE "people_search" ADD CONSTRAINT "people_search_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ---- How names are compared ---------------------------------------------------------------------------------------------

CREATE EXTENSION IF NOT EXISTS "unaccent";

-- Without accents, case and punctuation, one blank between words: "José  O'Brien" is "jose o brien". Marks go first, so that letters written in
-- parts are the same as whole ones; what has no parts is spelt as people do who do not have the letter (ß, ø, ł).
CREATE FUNCTION "search_fold"("text" TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN btrim(regexp_replace(
    lower(unaccent('unaccent'::regdictionary, normalize(regexp_replace(normalize("text", NFKD), '[\u0300-\u036f]', '', 'g'), NFKC))),
    '[^[:alnum:]]+', ' ', 'g'));

-- Six at most: more only make a search slow.
CREATE FUNCTION "search_words"("text" TEXT) RETURNS TEXT[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN (SELECT coalesce(array_agg(w), '{}') FROM (
    SELECT DISTINCT left(w, 20) AS w FROM unnest(string_to_array(search_fold("text"), ' ')) w WHERE w <> '' LIMIT 6) words);

-- No word is like any other.
CREATE FUNCTION "search_longest"("words" TEXT[]) RETURNS TEXT LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN coalesce((SELECT w FROM unnest("words") w ORDER BY length(w) DESC, w LIMIT 1), '');

-- A word of four letters or more, and it with one letter left out, behind "~": of two words that differ by one letter, or by two that changed places, one of
-- these is the same (symmetric deletion).
CREATE FUNCTION "slips_of"("word" TEXT) RETURNS TEXT[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN CASE WHEN length("word") < 4 THEN '{}'::TEXT[] ELSE
    (SELECT array_agg(DISTINCT '~' || overlay("word" PLACING '' FROM n FOR 1)) || ('~' || "word") FROM generate_series(1, length("word")) n) END;

-- What keys a word is found by.
CREATE FUNCTION "slip_keys"("word" TEXT) RETURNS TEXT[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN "word" || slips_of("word");

CREATE FUNCTION "matches_words"("keys" TEXT[], "words" TEXT[]) RETURNS BOOLEAN LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN NOT EXISTS (SELECT 1 FROM unnest("words") w WHERE NOT "keys" && slip_keys(w));

-- The keys of a person: all beginnings of their words, and slips. Where words are written without blanks (Chinese, Japanese, Korean), one begins at each character.
CREATE FUNCTION "search_keys"("name" TEXT) RETURNS TEXT[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN (
    WITH words AS (SELECT DISTINCT left(w, 20) AS w FROM unnest(string_to_array(search_fold("name"), ' ')) w WHERE w <> ''),
    starts AS (
      SELECT w FROM words
      UNION SELECT substr(w, n) FROM words, generate_series(2, length(w)) n WHERE w ~ '^[\u2e80-\u9fff\u3040-\u30ff\uac00-\ud7af]+$')
    SELECT coalesce(array_agg(DISTINCT k), '{}') FROM (
      SELECT left(w, n) AS k FROM starts, generate_series(1, length(w)) n
      UNION ALL SELECT unnest(slips_of(w)) FROM words) keys);

CREATE FUNCTION "keep_people_search"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "people_search" ("user_id", "keys") VALUES (NEW."id", search_keys(NEW."display_name" || ' ' || NEW."username"))
  ON CONFLICT ("user_id") DO UPDATE SET "keys" = excluded."keys";
  RETURN NULL;
END
$$;

CREATE TRIGGER "people_search_new" AFTER INSERT ON "users" FOR EACH ROW EXECUTE FUNCTION keep_people_search();
CREATE TRIGGER "people_search_changed" AFTER UPDATE OF "display_name", "username" ON "users" FOR EACH ROW
  WHEN ((OLD."display_name", OLD."username") IS DISTINCT FROM (NEW."display_name", NEW."username")) EXECUTE FUNCTION keep_people_search();

INSERT INTO "people_search" ("user_id", "keys") SELECT "id", search_keys("display_name" || ' ' || "username") FROM "users";

CREATE FUNCTION "fold_city"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  NEW."city_key" := nullif(search_fold(NEW."city"), '');
  RETURN NEW;
END
$$;

CREATE TRIGGER "users_city_key" BEFORE INSERT OR UPDATE OF "city" ON "users" FOR EACH ROW EXECUTE FUNCTION fold_city();
UPDATE "users" SET "city" = "city" WHERE "city" IS NOT NULL;
