/** What is known of an event here that was taken in before the event was: facts of different topics overtake each other. */
export const knownBefore = (eventId: string) => ({
  text: `
    SELECT 'ATTENDANCE_CHANGED' AS topic, attendance_id::text AS id, user_id::text AS "userId" FROM attendance_copies WHERE event_id = $1::uuid
    UNION ALL SELECT 'ORDER_PAID', order_id::text, user_id::text FROM order_copies WHERE event_id = $1::uuid AND (paid OR tickets > 0)
    UNION ALL SELECT 'REVIEW_CHANGED', review_id::text, author_id::text FROM review_copies WHERE event_id = $1::uuid`,
  values: [eventId],
});

/** Writes down for each webhook that wants one of these news (JSON) that it is to be told. */
export const writeNews = (news: string, now: Date) => ({
  text: `
    INSERT INTO webhook_deliveries (id, webhook_id, topic, entity, variables, occurred_at, created_at, wanted_at, due_at)
    SELECT gen_random_uuid(), w.id, s.topic, n.entity, n.variables, n."occurredAt", $2::timestamptz, $2::timestamptz, $2::timestamptz
    FROM jsonb_to_recordset($1::jsonb) AS n(topic text, entity text, variables jsonb, "occurredAt" timestamptz, "organizationId" uuid, "userId" uuid)
    CROSS JOIN LATERAL (
      SELECT w.id, w.user_id, w.organization_id FROM webhooks w WHERE w.organization_id = n."organizationId"
      UNION ALL SELECT w.id, w.user_id, NULL FROM webhooks w WHERE w.user_id = n."userId" AND w.organization_id IS NULL) w
    CROSS JOIN LATERAL (SELECT s.topic FROM webhook_selections s WHERE s.webhook_id = w.id AND s.topic = n.topic LIMIT 1) s
    WHERE w.organization_id IS NULL OR EXISTS (
      SELECT FROM organization_members m WHERE m.organization_id = w.organization_id AND m.user_id = w.user_id AND m.role IN ('OWNER', 'MANAGER'))`,
  values: [news, now],
});
