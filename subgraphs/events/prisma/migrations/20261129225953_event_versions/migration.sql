-- CreateTable
CREATE TABLE "event_versions" (
    "event_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "change" TEXT NOT NULL,
    "changed_by_id" UUID,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_fields" TEXT[],
    "snapshot" JSONB NOT NULL,

    CONSTRAINT "event_versions_pkey" PRIMARY KEY ("event_id","version")
);

-- CreateIndex
CREATE INDEX "event_versions_changed_by_id_idx" ON "event_versions"("changed_by_id");

-- AddForeignKey
ALTER TABLE "event_versions" ADD CONSTRAINT "event_versions_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Written by hand from here: what Prisma cannot express.

-- The history of each event begins with what is here; the same JSON as event-version.ts writes.
INSERT INTO event_versions (event_id, version, change, changed_at, changed_fields, snapshot)
SELECT e.id, e.version, 'RECORDED', e.updated_at, '{}', jsonb_build_object(
  'status', e.status, 'visibility', e.visibility, 'groupId', e.group_id, 'organizationId', e.organization_id,
  'title', e.title, 'description', e.description, 'categorySlug', e.category_slug, 'tags', coalesce(to_jsonb(e.tags), '[]'),
  'format', e.format, 'onlineUrl', e.online_url,
  'venue', CASE WHEN v.id IS NOT NULL THEN jsonb_build_object('id', v.id, 'name', v.name, 'address', v.address, 'city', v.city,
    'latitude', v.latitude, 'longitude', v.longitude) END,
  'startsAt', to_char(e.starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'endsAt', to_char(e.ends_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'timezone', e.timezone,
  'price', jsonb_build_object('type', e.price_type,
    'min', CASE WHEN e.price_min IS NOT NULL AND e.price_currency IS NOT NULL THEN jsonb_build_object('amountMinor', e.price_min, 'currency', e.price_currency) END,
    'max', CASE WHEN e.price_max IS NOT NULL AND e.price_currency IS NOT NULL THEN jsonb_build_object('amountMinor', e.price_max, 'currency', e.price_currency) END),
  'requirements', jsonb_build_object('requiresApproval', e.requires_approval, 'invitationOnly', e.invitation_only, 'minPoints', e.min_points, 'minRating', e.min_rating),
  'imageUrl', e.image_url, 'capacity', coalesce(c.pending_capacity, c.capacity), 'cancelReason', e.cancel_reason)
FROM events e LEFT JOIN venues v ON v.id = e.venue_id LEFT JOIN attendance_counts c ON c.event_id = e.id;
