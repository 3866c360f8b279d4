-- 20261129095000_price_of_tiers gave events the price of their tiers and left their versions. With a new one the nightly comparison of
-- copies finds that the others have an older event, and tells them in bulk.
UPDATE "events" e SET "version" = e."version" + 1
FROM "event_sales" s WHERE s."event_id" = e."id" AND jsonb_array_length(s."tiers") > 0;
