/** What the page asks of each database: word for word what the product asks. The benchmark looks that it stays so before it measures. */
export interface PageStatement {
  readonly database: 'events' | 'users' | 'curation' | 'social' | 'payments';
  readonly name: string;
  readonly text: string;
}

const statement = (database: PageStatement['database'], name: string, text: string): PageStatement => ({ database, name, text });

export const event = statement(
  'events',
  'event',
  `SELECT "id", "version", "content_version" AS "contentVersion", "status", "visibility", "group_id" AS "groupId", "creator_id" AS
  "creatorId", "organization_id" AS "organizationId", "title", "description", "category_slug" AS "categorySlug", coalesce("tags", '{}') AS "tags", "format",
  "online_url" AS "onlineUrl", "venue_id" AS "venueId", "starts_at" AS "startsAt", "ends_at" AS "endsAt", "timezone", "price_type"
  AS "priceType", "price_min" AS "priceMin", "price_max" AS "priceMax", "price_currency" AS "priceCurrency", "image_url" AS
  "imageUrl", "requires_approval" AS "requiresApproval", "invitation_only" AS "invitationOnly", "min_points" AS "minPoints",
  "min_rating" AS "minRating", "start_changed_at" AS "startChangedAt", "cancel_reason" AS "cancelReason", "hidden", "source", "external_id" AS "externalId", "external_url" AS "externalUrl",
  "published_at" AS "publishedAt", "created_at" AS "createdAt", "updated_at" AS "updatedAt" FROM "events" WHERE id = ANY($1::uuid[])`,
);

export const venue = statement(
  'events',
  'venue',
  `SELECT "id", "version", "name", "address", "city", "latitude", "longitude", "dedupe_key" AS "dedupeKey", "created_by" AS
  "createdBy", "created_at" AS "createdAt" FROM "venues" WHERE id = ANY($1::uuid[])`,
);

export const categories = statement(
  'events',
  'categories',
  `SELECT "id", "slug", "name", "parent_slug" AS "parentSlug", "position" FROM "categories" WHERE TRUE ORDER BY position, slug`,
);

export const counts = statement(
  'events',
  'counts',
  `SELECT "event_id" AS "eventId", "version", "capacity", "pending_capacity" AS "pendingCapacity", "going", "unticketed", "tickets",
  "interested", "maybe", "waitlisted", "checked_in" AS "checkedIn", "offered", "overbooked", "last_queued" AS "lastQueued", "ticketed",
  "places_taken" AS "placesTaken", "grant_version" AS "grantVersion", "granted", "reserved" FROM "attendance_counts" WHERE event_id = ANY($1::uuid[])`,
);

export const answer = statement(
  'events',
  'answer',
  `SELECT "id", "version", "event_id" AS "eventId", "user_id" AS "userId", "status", "visibility", "tickets", "admitted", "approval", "queue_number" AS
  "queueNumber", "offer_expires_at" AS "offerExpiresAt", "checked_in_at" AS "checkedInAt", "created_at" AS "createdAt", "updated_at"
  AS "updatedAt" FROM "attendances" WHERE event_id = ANY($1::uuid[]) AND user_id = $2::uuid`,
);

export const friends = statement(
  'events',
  'friends',
  `WITH friends AS ( SELECT other_id FROM person_edges WHERE user_id = $1::uuid GROUP BY other_id HAVING bool_or(friends) AND NOT
  bool_or(blocked) ) SELECT a.event_id AS "eventId", count(*)::int AS total, (array_agg(a.user_id::text ORDER BY a.updated_at DESC,
  a.id))[1:$2::int] AS "userIds" FROM friends JOIN attendances a ON a.user_id = friends.other_id AND a.event_id = ANY($3::uuid[])
  WHERE a.status = 'GOING' AND a.visibility IN ('PUBLIC', 'FRIENDS') GROUP BY a.event_id`,
);

export const people = statement(
  'users',
  'people',
  `SELECT "id", "version", "email", "email_key" AS "emailKey", "username", "username_key" AS "usernameKey", "password_hash" AS
  "passwordHash", "password_changed_at" AS "passwordChangedAt", "role", "demo", "verified", "suspended_at" AS "suspendedAt",
  "suspension_reason" AS "suspensionReason", "birth_date" AS "birthDate", "display_name" AS "displayName", "avatar_url" AS
  "avatarUrl", "bio", coalesce("interests", '{}') AS "interests", coalesce("traits", '{}') AS "traits", "latitude", "longitude", "activity_level" AS "activityLevel", "bio_visibility" AS
  "bioVisibility", "location_visibility" AS "locationVisibility", "interests_visibility" AS "interestsVisibility",
  "friends_visibility" AS "friendsVisibility", "attendance_visibility" AS "attendanceVisibility", "suggestible", "reputation",
  "points", coalesce("badges", '{}') AS "badges", "events_attended" AS "eventsAttended", "reviews_given" AS "reviewsGiven", "community_contributions" AS
  "communityContributions", "created_at" AS "createdAt", "updated_at" AS "updatedAt" FROM "users" WHERE id = ANY($1::uuid[])`,
);

export const onSale = statement(
  'payments',
  'onSale',
  `SELECT "id", "version", "creator_id" AS "creatorId", "status", "visibility", "group_id" AS "groupId", "title", "starts_at" AS
  "startsAt", "ends_at" AS "endsAt", "was_public" AS "wasPublic", "hidden" FROM "events" WHERE id = ANY($1::uuid[])`,
);

export const tiers = statement(
  'payments',
  'tiers',
  `WITH lapsed AS ( SELECT i.tier_id, SUM(i.quantity)::int AS quantity FROM orders o JOIN order_items i ON i.order_id = o.id WHERE
  o.status IN ('PENDING', 'AWAITING_PAYMENT') AND o.expires_at <= $1::timestamptz GROUP BY i.tier_id ) SELECT t.id, t.version,
  t.event_id AS "eventId", t.name, t.description, t.price_minor AS "priceMinor", t.currency, t.quantity, t.sold, t.held -
  COALESCE(l.quantity, 0) AS "heldLive", t.on_sale AS "onSale" FROM ticket_tiers t LEFT JOIN lapsed l ON l.tier_id = t.id WHERE
  t.event_id = ANY($2::uuid[]) ORDER BY t.event_id, t.position`,
);

export const room = statement(
  'social',
  'room',
  `SELECT r.id, r.kind, coalesce(e.title, g.name) AS name, r.event_id AS "eventId", r.group_id AS "groupId", r.direct_low AS
  "directLow", r.direct_high AS "directHigh", r.last_sequence AS "lastSequence", r.last_message_at AS "lastMessageAt", m.role,
  m.last_read_sequence AS "lastReadSequence", e.status AS "eventStatus", e.starts_at AS "startsAt", e.ends_at AS "endsAt" FROM rooms
  r JOIN room_members m ON m.room_id = r.id AND m.user_id = $1::uuid AND m.active LEFT JOIN known_events e ON e.id = r.event_id LEFT
  JOIN groups g ON g.id = r.group_id WHERE NOT EXISTS (SELECT 1 FROM people p WHERE p.id = $1::uuid AND NOT p.active) AND r.event_id
  = ANY ($2::uuid[])`,
);

export const copy = statement(
  'curation',
  'copy',
  `SELECT "event_id" AS "eventId", "version", "status", "visibility", "group_id" AS "groupId", "title", "description",
  "category_slug" AS "categorySlug", coalesce("tags", '{}') AS "tags", "starts_at" AS "startsAt", "ends_at" AS "endsAt", "timezone", "creator_id" AS
  "creatorId", "organization_id" AS "organizationId", "capacity", "venue_id" AS "venueId", "venue_name" AS "venueName", "city",
  "latitude", "longitude", "price", "image_url" AS "imageUrl", "imported", "deleted", "was_published" AS "wasPublished", "hidden",
  "content_hash" AS "contentHash", "match_title" AS "matchTitle" FROM "event_copies" WHERE event_id = ANY($1::uuid[])`,
);

export const workflows = statement(
  'curation',
  'workflows',
  `SELECT "id", "event_id" AS "eventId", "submission", "event_version" AS "eventVersion", "creator_id" AS "creatorId", "version",
  "status", "in_queue" AS "inQueue", "queue_rank" AS "queueRank", "queued_at" AS "queuedAt", "curator_id" AS "curatorId",
  "claimed_until" AS "claimedUntil", "screening_due" AS "screeningDue", "assessment_id" AS "assessmentId", "quality_score" AS
  "qualityScore", "curator_score" AS "curatorScore", "notes", "decided_at" AS "decidedAt", "created_at" AS "createdAt" FROM
  "workflows" WHERE event_id = ANY($1::uuid[]) ORDER BY submission`,
);

export const ratings = statement(
  'curation',
  'ratings',
  `SELECT event_id AS "eventId", sum(rating)::int AS sum, count(*)::int AS count FROM reviews WHERE event_id = ANY ($1::uuid[]) GROUP
  BY event_id`,
);

export const reviews = statement(
  'curation',
  'reviews',
  `SELECT page.* FROM unnest($1::uuid[]) AS o(id) CROSS JOIN LATERAL ( SELECT r.id, r.event_id AS "eventId",
  r.author_id AS "authorId", r.rating, r.text, r.version, r.reply_text AS "replyText", r.reply_by_id AS "replyById", r.replied_at AS
  "repliedAt", r.created_at AS "createdAt", r.edited_at AS "editedAt" FROM reviews r WHERE r.event_id = o.id AND ($2::timestamptz IS
  NULL AND $3::uuid IS NULL) ORDER BY r.created_at DESC, r.id DESC LIMIT $4) page`,
);

export const assessment = statement(
  'curation',
  'assessment',
  `SELECT "id", "workflow_id" AS "workflowId", "event_version" AS "eventVersion", "completeness", "content_quality" AS
  "contentQuality", "image_quality" AS "imageQuality", "spam_probability" AS "spamProbability", "duplicate_risk" AS "duplicateRisk",
  "overall", "recommendation", coalesce("flags", '{}') AS "flags", "duplicate_of_id" AS "duplicateOfId", "model_version" AS "modelVersion", "created_at" AS
  "createdAt" FROM "assessments" WHERE id = ANY($1::uuid[])`,
);
