/** What stands in the form of an event, as its controls have it. */
export type FormValues = Readonly<Record<string, string>>;

/** A time on the wall of a place, `2026-07-01T19:30`, as a moment; null for what is no time. The zone's clock is read, not the browser's. */
export function momentOf(wall: string, timezone: string): string | null {
  const [, ...numbers] = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(wall) ?? [];
  if (numbers.length === 0) return null;
  const [year, month, day, hour, minute] = numbers.map(Number) as [number, number, number, number, number];
  const asIfUtc = Date.UTC(year, month - 1, day, hour, minute);
  // The zone's distance from UTC then; asked twice, because the first guess may lie behind a change of clocks.
  const first = asIfUtc - offsetAt(asIfUtc, timezone);
  return new Date(asIfUtc - offsetAt(first, timezone)).toISOString();
}

/** The other way: a moment as a time on the wall, for a control. */
export function wallOf(at: string, timezone: string): string {
  const moment = Date.parse(at);
  return new Date(moment + offsetAt(moment, timezone)).toISOString().slice(0, 16);
}

function offsetAt(moment: number, timezone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(moment);
  const of = (type: string) => Number(parts.find((part) => part.type === type)!.value);
  const wall = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return wall - Math.floor(moment / 1_000) * 1_000;
}

/** What a draft is made of. Null: a time makes no sense. */
export function draftOf(values: FormValues) {
  const { title = '', description = '', timezone = '', categorySlug = '', venueName = '', venueCity = '', venueAddress = '' } = values;
  const startsAt = momentOf(values.startsAt ?? '', timezone);
  const endsAt = momentOf(values.endsAt ?? '', timezone);
  if (!startsAt || !endsAt) return null;
  const tags = (values.tags ?? '')
    .split(',')
    .map((tag) => tag.trim())
    .filter(Boolean);
  const capacity = Number.parseInt(values.capacity ?? '', 10);
  return {
    title: title.trim(),
    description: description.trim(),
    startsAt,
    endsAt,
    timezone,
    categorySlug,
    tags,
    ...(values.organizationId ? { organizationId: values.organizationId } : {}),
    ...(Number.isNaN(capacity) ? {} : { capacity }),
    ...(venueName.trim()
      ? {
          venue: {
            name: venueName.trim(),
            ...(venueAddress.trim() ? { address: venueAddress.trim() } : {}),
            ...(venueCity.trim() ? { city: venueCity.trim() } : {}),
          },
        }
      : {}),
  };
}
