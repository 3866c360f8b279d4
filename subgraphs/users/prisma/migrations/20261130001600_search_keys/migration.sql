-- The same keys as before, made in a tenth of the time: a loop over letters starts no query of its own.
CREATE OR REPLACE FUNCTION "slips_of"("word" TEXT) RETURNS TEXT[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  slips TEXT[] := '{}';
BEGIN
  IF length("word") < 4 THEN
    RETURN slips;
  END IF;
  FOR n IN 1..length("word") LOOP
    slips := slips || ('~' || left("word", n - 1) || substr("word", n + 1));
  END LOOP;
  RETURN slips || ('~' || "word");
END
$$;

CREATE OR REPLACE FUNCTION "search_keys"("name" TEXT) RETURNS TEXT[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  keys TEXT[] := '{}';
  word TEXT;
  start INTEGER;
BEGIN
  FOREACH word IN ARRAY string_to_array(search_fold("name"), ' ') LOOP
    CONTINUE WHEN word = '';
    word := left(word, 20);
    start := 1;
    LOOP
      FOR n IN 1..length(word) - start + 1 LOOP
        keys := keys || substr(word, start, n);
      END LOOP;
      start := start + 1;
      EXIT WHEN start > length(word) OR word !~ '^[\u2e80-\u9fff\u3040-\u30ff\uac00-\ud7af]+$';
    END LOOP;
    keys := keys || slips_of(word);
  END LOOP;
  RETURN (SELECT coalesce(array_agg(DISTINCT k), '{}') FROM unnest(keys) k);
END
$$;
