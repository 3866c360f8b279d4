-- Search in many languages: what full text knows of an event beside its words as English has them.

-- ---- Languages ----------------------------------------------------------------------------------------------------

-- As event_document, for other languages: their stems, no stop words, no accents.
CREATE TEXT SEARCH DICTIONARY "event_stem_fr" (TEMPLATE = snowball, LANGUAGE = french);
CREATE TEXT SEARCH DICTIONARY "event_stem_de" (TEMPLATE = snowball, LANGUAGE = german);
CREATE TEXT SEARCH DICTIONARY "event_stem_es" (TEMPLATE = snowball, LANGUAGE = spanish);
CREATE TEXT SEARCH DICTIONARY "event_stem_it" (TEMPLATE = snowball, LANGUAGE = italian);
CREATE TEXT SEARCH DICTIONARY "event_stem_pt" (TEMPLATE = snowball, LANGUAGE = portuguese);
CREATE TEXT SEARCH DICTIONARY "event_stem_nl" (TEMPLATE = snowball, LANGUAGE = dutch);
CREATE TEXT SEARCH DICTIONARY "event_stem_ru" (TEMPLATE = snowball, LANGUAGE = russian);
CREATE TEXT SEARCH DICTIONARY "event_stem_ar" (TEMPLATE = snowball, LANGUAGE = arabic);
CREATE TEXT SEARCH CONFIGURATION "event_fr" (COPY = event_document);
CREATE TEXT SEARCH CONFIGURATION "event_de" (COPY = event_document);
CREATE TEXT SEARCH CONFIGURATION "event_es" (COPY = event_document);
CREATE TEXT SEARCH CONFIGURATION "event_it" (COPY = event_document);
CREATE TEXT SEARCH CONFIGURATION "event_pt" (COPY = event_document);
CREATE TEXT SEARCH CONFIGURATION "event_nl" (COPY = event_document);
CREATE TEXT SEARCH CONFIGURATION "event_ru" (COPY = event_document);
CREATE TEXT SEARCH CONFIGURATION "event_ar" (COPY = event_document);
ALTER TEXT SEARCH CONFIGURATION "event_fr" ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part WITH unaccent, "event_stem_fr";
ALTER TEXT SEARCH CONFIGURATION "event_de" ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part WITH unaccent, "event_stem_de";
ALTER TEXT SEARCH CONFIGURATION "event_es" ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part WITH unaccent, "event_stem_es";
ALTER TEXT SEARCH CONFIGURATION "event_it" ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part WITH unaccent, "event_stem_it";
ALTER TEXT SEARCH CONFIGURATION "event_pt" ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part WITH unaccent, "event_stem_pt";
ALTER TEXT SEARCH CONFIGURATION "event_nl" ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part WITH unaccent, "event_stem_nl";
ALTER TEXT SEARCH CONFIGURATION "event_ru" ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part WITH unaccent, "event_stem_ru";
ALTER TEXT SEARCH CONFIGURATION "event_ar" ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part WITH unaccent, "event_stem_ar";

-- The stems of a text as its language has them; null where that is English, or a language without stems.
CREATE FUNCTION "search_stems"("text" TEXT, "language" TEXT) RETURNS TSVECTOR LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE "language"
    WHEN 'fr' THEN to_tsvector('event_fr'::regconfig, "text") WHEN 'de' THEN to_tsvector('event_de'::regconfig, "text")
    WHEN 'es' THEN to_tsvector('event_es'::regconfig, "text") WHEN 'it' THEN to_tsvector('event_it'::regconfig, "text")
    WHEN 'pt' THEN to_tsvector('event_pt'::regconfig, "text") WHEN 'nl' THEN to_tsvector('event_nl'::regconfig, "text")
    WHEN 'ru' THEN to_tsvector('event_ru'::regconfig, "text") WHEN 'ar' THEN to_tsvector('event_ar'::regconfig, "text")
  END;

-- In which language a text is written: by its script, and among languages of the Latin script by the small words that it uses most.
-- English where nothing speaks for another.
CREATE FUNCTION "text_language"("text" TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN letters.cyrillic > letters.latin THEN 'ru'
    WHEN letters.arabic > letters.latin THEN 'ar'
    WHEN letters.kana > 0 AND letters.kana + letters.han > letters.latin / 2 THEN 'ja'
    WHEN letters.hangul > letters.latin / 2 THEN 'ko'
    WHEN letters.thai > letters.latin / 2 THEN 'th'
    WHEN letters.han > letters.latin / 4 THEN 'zh'
    ELSE coalesce((
      SELECT small.language FROM (VALUES
        ('en', '{the,and,of,to,in,is,for,with,your,you,this,at,are,by,from}'::text[]),
        ('fr', '{le,la,les,des,et,du,une,est,pour,dans,avec,au,sur,vous,qui}'),
        ('de', '{der,die,das,und,ist,mit,den,von,für,ein,eine,im,dem,auf,zu}'),
        ('es', '{el,la,los,las,y,del,con,una,por,para,que,es,se,su,al}'),
        ('it', '{il,di,e,della,con,per,che,gli,una,nel,del,dei,le,sono,alla}'),
        ('pt', '{o,e,da,do,com,uma,para,que,dos,em,na,os,no,as,ao}'),
        ('nl', '{de,het,een,en,van,met,voor,op,is,je,zijn,bij,naar,dit,aan}')) AS small (language, words),
        regexp_split_to_table(left(lower("text"), 2000), '[^[:alpha:]]+') AS word
      WHERE word = ANY (small.words) GROUP BY small.language ORDER BY count(*) DESC, small.language = 'en' DESC, small.language LIMIT 1), 'en')
    END
  FROM (SELECT
    regexp_count("text", '[A-Za-zÀ-ɏ]') AS latin, regexp_count("text", '[Ѐ-ӿ]') AS cyrillic, regexp_count("text", '[؀-ۿ]') AS arabic,
    regexp_count("text", '[぀-ヿ]') AS kana, regexp_count("text", '[가-힯]') AS hangul, regexp_count("text", '[฀-๿]') AS thai,
    regexp_count("text", '[㐀-鿿]') AS han) letters
$$;

-- Scripts without blanks between words (Chinese, Japanese, Korean, Thai): each two letters that stand together.
CREATE FUNCTION "search_pairs"("text" TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(string_agg(substr(run[1], at, 2), ' '), '')
  FROM regexp_matches(left("text", 10000), '[぀-ヿー㐀-鿿가-힯฀-๿]+', 'g') AS run, generate_series(1, greatest(1, length(run[1]) - 1)) AS at
$$;

-- Words with something between their letters, without it: Hugh's, hip-hop, R.O.M.
CREATE FUNCTION "search_joined"("text" TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(string_agg(regexp_replace(word[1], '[-''’.&]', '', 'g'), ' '), '')
  FROM regexp_matches("text", '[[:alnum:]]+(?:[-''’.&][[:alnum:]]+)+', 'g') AS word
$$;

-- What a text adds to its words as English has them.
CREATE FUNCTION "search_more_words"("text" TEXT, "language" TEXT) RETURNS TSVECTOR LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN to_tsvector('event_document'::regconfig, search_joined("text"))
    || to_tsvector('simple'::regconfig, search_pairs("text")) || coalesce(search_stems("text", "language"), ''::tsvector);

-- ---- The projection -----------------------------------------------------------------------------------------------

-- `index_version` tells how the words of a row were made: rows of an older one are made anew by the job rebuild-search, some at a time.
ALTER TABLE "event_search" ADD COLUMN "language" TEXT NOT NULL DEFAULT 'en',
  ADD COLUMN "index_version" SMALLINT NOT NULL DEFAULT 1;
CREATE INDEX "event_search_index_version_idx" ON "event_search" ("index_version");

-- Adds to what the view event_search_source tells: other languages, joined words, the address, and who organises it (a person who is
-- active; owners of other kinds are not known here by name). Only when a row is put in: an upsert takes over what was made for it.
CREATE FUNCTION "event_search_words"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
  source RECORD;
BEGIN
  SELECT e."title", e."description", array_to_string(e."tags", ' ') AS "tags",
      concat_ws(' ', e."neighbourhood", v."address", p."display_name") AS "place",
      concat_ws(' ', v."name", v."city", e."neighbourhood", v."address", p."display_name") AS "around"
    INTO source
    FROM "events" e LEFT JOIN "venues" v ON v."id" = e."venue_id"
      LEFT JOIN "people" p ON p."id" = e."creator_id" AND p."active" AND e."organization_id" IS NULL
    WHERE e."id" = NEW."event_id";
  NEW."language" := text_language(concat_ws(' ', source."title", source."description"));
  NEW."index_version" := 2;
  IF TG_OP = 'INSERT' THEN
    NEW."document" := NEW."document"
      || setweight(search_more_words(source."title", NEW."language"), 'A')
      || setweight(search_more_words(source."description", NEW."language"), 'B')
      || setweight(search_more_words(source."tags", NEW."language"), 'C')
      || setweight(to_tsvector('event_document', source."place") || search_more_words(source."around", NEW."language"), 'D');
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER "event_search_words" BEFORE INSERT OR UPDATE OF "document" ON "event_search"
  FOR EACH ROW EXECUTE FUNCTION "event_search_words"();

CREATE FUNCTION "event_search_on_place"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM event_search_refresh(ARRAY(
    SELECT n."id" FROM new_rows n JOIN old_rows o ON o."id" = n."id"
    WHERE (n."neighbourhood", n."organization_id") IS DISTINCT FROM (o."neighbourhood", o."organization_id")));
  RETURN NULL;
END
$$;
CREATE TRIGGER "event_search_place" AFTER UPDATE ON "events"
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "event_search_on_place"();

CREATE FUNCTION "event_search_on_address"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  PERFORM event_search_refresh(ARRAY(
    SELECT s."event_id" FROM "event_search" s JOIN new_rows n ON n."id" = s."venue_id" JOIN old_rows o ON o."id" = n."id"
    WHERE n."address" IS DISTINCT FROM o."address"));
  RETURN NULL;
END
$$;
CREATE TRIGGER "event_search_address" AFTER UPDATE ON "venues"
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION "event_search_on_address"();

-- Whoever is renamed, suspended or erased is no longer found under the old name: at once for the next of their events, and for the rest,
-- should they be thousands, by the job.
CREATE FUNCTION "event_search_on_person"() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
  theirs UUID[];
BEGIN
  theirs := ARRAY(SELECT s."event_id" FROM "events" e JOIN "event_search" s ON s."event_id" = e."id"
    WHERE e."creator_id" = NEW."id" AND e."organization_id" IS NULL ORDER BY e."starts_at" DESC, e."id");
  PERFORM event_search_refresh(theirs[1:500]);
  UPDATE "event_search" SET "index_version" = 1 WHERE "event_id" = ANY (theirs[501:]);
  RETURN NULL;
END
$$;
CREATE TRIGGER "event_search_person_insert" AFTER INSERT ON "people" FOR EACH ROW EXECUTE FUNCTION "event_search_on_person"();
CREATE TRIGGER "event_search_person_update" AFTER UPDATE OF "display_name", "active" ON "people" FOR EACH ROW
  WHEN ((NEW."display_name", NEW."active") IS DISTINCT FROM (OLD."display_name", OLD."active")) EXECUTE FUNCTION "event_search_on_person"();

-- ---- Questions ----------------------------------------------------------------------------------------------------

-- These words, each of which may be several that stand together, in the stems of every language of its script.
CREATE FUNCTION "search_alternatives"("words" TEXT[]) RETURNS SETOF TSQUERY LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 40 AS $$
  SELECT DISTINCT read.question
  FROM unnest("words") AS asked (word)
  CROSS JOIN LATERAL (SELECT regexp_replace(asked.word, '[-''’.&+/]', ' ', 'g') AS apart, search_joined(asked.word) AS together,
    asked.word ~* '[a-zÀ-ɏ]' AS latin, asked.word ~ '[Ѐ-ӿ]' AS cyrillic, asked.word ~ '[؀-ۿ]' AS arabic, search_pairs(asked.word) AS pairs) form
  CROSS JOIN LATERAL (VALUES
    (phraseto_tsquery('event_document', form.apart)), (phraseto_tsquery('event_document', form.together)),
    (CASE WHEN form.latin THEN phraseto_tsquery('event_fr', form.apart) END), (CASE WHEN form.latin THEN phraseto_tsquery('event_de', form.apart) END),
    (CASE WHEN form.latin THEN phraseto_tsquery('event_es', form.apart) END), (CASE WHEN form.latin THEN phraseto_tsquery('event_it', form.apart) END),
    (CASE WHEN form.latin THEN phraseto_tsquery('event_pt', form.apart) END), (CASE WHEN form.latin THEN phraseto_tsquery('event_nl', form.apart) END),
    (CASE WHEN form.cyrillic THEN phraseto_tsquery('event_ru', form.apart) END), (CASE WHEN form.arabic THEN phraseto_tsquery('event_ar', form.apart) END),
    (CASE WHEN length(form.pairs) = 1 THEN to_tsquery('simple', form.pairs || ':*') ELSE plainto_tsquery('simple', form.pairs) END)
  ) AS read (question)
  WHERE numnode(read.question) > 0
$$;

CREATE FUNCTION "search_question"("words" TEXT[]) RETURNS TSQUERY LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(string_agg('(' || question::text || ')', ' | ' ORDER BY question::text)::tsquery, ''::tsquery) FROM search_alternatives("words") AS read (question)
$$;

-- The same of those alone that some event has: what nothing has would only make the planner expect finds, and each row dearer to rank.
CREATE FUNCTION "search_known"("words" TEXT[]) RETURNS TSQUERY LANGUAGE sql STABLE
  SET "enable_seqscan" = off
  AS $$
    SELECT coalesce(string_agg('(' || question::text || ')', ' | ' ORDER BY question::text)::tsquery, ''::tsquery) FROM search_alternatives("words") AS read (question)
    WHERE EXISTS (SELECT 1 FROM "event_search" s WHERE s."document" @@ question)
  $$;

-- How many events to come have it, at most 2,000. By the index of the words, however common they are.
CREATE FUNCTION "search_frequency"("question" TSQUERY, "now" TIMESTAMPTZ) RETURNS INTEGER LANGUAGE sql STABLE
  SET "enable_seqscan" = off
  AS $$
    SELECT count(*)::int FROM (SELECT 1 FROM "event_search" s WHERE s."document" @@ "question" AND s."ends_at" > "now" LIMIT 2000) found
  $$;

-- How much of a text speaks of it, 0 to 1: as text_points weighs titles, descriptions, tags and the rest, but for each of its words alone,
-- and not the less the more other words would do as well.
CREATE FUNCTION "search_rank"("document" TSVECTOR, "question" TSQUERY) RETURNS DOUBLE PRECISION LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN least(1, (numnode("question") + 1) / 2 * ts_rank('{0.333333, 0.5, 0.666667, 1}'::real[], "document", "question"));
