-- No word of a message begins as a room does: who looked for "room" found every message, for being said in one. A folded word has letters and digits alone.
DROP INDEX "messages_words";
CREATE OR REPLACE FUNCTION "message_words"("room_id" UUID, "text" TEXT) RETURNS TSVECTOR LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN array_to_tsvector(ARRAY['#' || "room_id"::text]) || to_tsvector('simple'::regconfig, search_fold("text"));
CREATE INDEX "messages_words" ON "messages" USING GIN (message_words("room_id", "text")) WHERE "text" IS NOT NULL;
