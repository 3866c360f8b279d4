/** What a feed is of, as its address says. */
export type Feed =
  | { of: 'events' | 'venues' | 'people' | 'organizations'; id: string }
  | { of: 'series'; id: string }
  | { of: 'categories'; slug: string; near: { latitude: number; longitude: number; km: number } | null }
  | { of: 'personal'; token: string };

export const CALENDARS = '/calendars';

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const NEAR = /^(-?\d{1,2}(?:\.\d{1,8})?),(-?\d{1,3}(?:\.\d{1,8})?)$/;

/** `/calendars/<of>/<id>.ics`; null for any other address. */
export function feedAt(path: string, query: string): Feed | null {
  const [, of, name] = /^\/calendars\/([a-z]+)\/([\w-]+)\.ics$/.exec(path) ?? [];
  if (!of || !name) return null;
  const id = name.toLowerCase();
  if (of === 'personal') return { of, token: name };
  if (of === 'categories') {
    const near = nearOf(new URLSearchParams(query));
    return near === undefined ? null : { of, slug: id, near };
  }
  if (of !== 'events' && of !== 'venues' && of !== 'people' && of !== 'organizations' && of !== 'series') return null;
  return ID.test(id) ? { of, id } : null;
}

/** Undefined for what is no place. */
function nearOf(query: URLSearchParams): { latitude: number; longitude: number; km: number } | null | undefined {
  const text = query.get('near');
  if (text === null) return null;
  const [, latitude, longitude] = NEAR.exec(text) ?? [];
  const km = Number(query.get('km') ?? '10');
  const place = { latitude: Number(latitude), longitude: Number(longitude), km };
  return Math.abs(place.latitude) <= 90 && Math.abs(place.longitude) <= 180 && km > 0 && km <= 200 ? place : undefined;
}
