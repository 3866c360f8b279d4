-- What an event with ticket tiers costs follows from them: of those on sale, or of all while none is (event-price.ts). The projection for
-- search follows by its triggers; the other subgraphs hear of it with the event's next change.
UPDATE "events" e SET
  "price_type" = (CASE WHEN p."max" = 0 THEN 'FREE' ELSE 'PAID' END)::"price_type",
  "price_min" = CASE WHEN p."max" > 0 THEN p."min" END,
  "price_max" = CASE WHEN p."max" > p."min" THEN p."max" END,
  "price_currency" = CASE WHEN p."max" > 0 THEN p."currency" END
FROM (
  SELECT s."event_id", min(t."amount") AS "min", max(t."amount") AS "max", min(t."currency") AS "currency"
  FROM "event_sales" s
  CROSS JOIN LATERAL (
    SELECT (tier -> 'price' ->> 'amountMinor')::bigint AS "amount", tier -> 'price' ->> 'currency' AS "currency",
           (tier ->> 'onSale')::boolean AS "on_sale", bool_or((tier ->> 'onSale')::boolean) OVER () AS "any_on_sale"
    FROM jsonb_array_elements(s."tiers") AS tier
  ) t
  WHERE t."on_sale" OR NOT t."any_on_sale"
  GROUP BY s."event_id"
) p
WHERE e."id" = p."event_id" AND (e."price_type", e."price_min", e."price_max", e."price_currency") IS DISTINCT FROM
  ((CASE WHEN p."max" = 0 THEN 'FREE' ELSE 'PAID' END)::"price_type", CASE WHEN p."max" > 0 THEN p."min" END,
   CASE WHEN p."max" > p."min" THEN p."max" END, CASE WHEN p."max" > 0 THEN p."currency" END);
