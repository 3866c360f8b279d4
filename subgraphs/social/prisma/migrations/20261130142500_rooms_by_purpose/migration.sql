-- An event or a group owns rooms for other purposes beside the MAIN one, which names it a second time as it always has.
ALTER TABLE "rooms" DROP CONSTRAINT "rooms_kind";
ALTER TABLE "rooms" ADD CONSTRAINT "rooms_kind" CHECK (
  CASE "kind"
    WHEN 'EVENT' THEN "owner_id" IS NOT NULL AND "group_id" IS NULL AND "direct_low" IS NULL AND ("event_id" IS NOT NULL) = ("purpose" = 'MAIN')
    WHEN 'GROUP' THEN "owner_id" IS NOT NULL AND "event_id" IS NULL AND "direct_low" IS NULL AND ("group_id" IS NOT NULL) = ("purpose" = 'MAIN')
    WHEN 'DIRECT' THEN "direct_low" < "direct_high" AND num_nonnulls("owner_id", "event_id", "group_id") = 0 AND "purpose" = 'MAIN'
    ELSE num_nonnulls("owner_id", "event_id", "group_id", "direct_low", "direct_high") = 0 AND "purpose" = 'MAIN'
  END);
