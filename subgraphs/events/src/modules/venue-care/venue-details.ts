/** What a place has, with its name in the API. */
export const AMENITIES = [
  'STAGE',
  'SOUND',
  'LIGHTING',
  'PROJECTOR',
  'WIFI',
  'FOOD',
  'BAR',
  'KITCHEN',
  'CLOAKROOM',
  'PARKING',
  'BICYCLE_PARKING',
  'OUTDOOR_SPACE',
  'SEATING',
  'DANCE_FLOOR',
  'HEATING',
  'AIR_CONDITIONING',
] as const;
export type VenueAmenity = (typeof AMENITIES)[number];

export const WEEKDAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;

/** Hours of one day, `18:30`; `closes` not later than `opens` is on the next day. */
export interface VenueHours {
  day: (typeof WEEKDAYS)[number];
  opens: string;
  closes: string;
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const WEEK = 7 * 24 * 60;

/** In the order in which they begin, Monday first. */
export const inOrder = (hours: readonly VenueHours[]): VenueHours[] => hours.toSorted((one, other) => beginOf(one) - beginOf(other));

const beginOf = ({ day, opens }: VenueHours): number => WEEKDAYS.indexOf(day) * 24 * 60 + minutesOf(opens);

/** Do two of them overlap? The week is a circle: Sunday night runs into Monday. */
export function overlap(hours: readonly VenueHours[]): boolean {
  const spans = inOrder(hours).map((one) => ({ from: beginOf(one), until: beginOf(one) + lengthOf(one) }));
  return spans.some(({ until }, at) => {
    const next = spans[at + 1] ?? { from: spans[0]!.from + WEEK };
    return until > next.from;
  });
}

function lengthOf({ opens, closes }: VenueHours): number {
  const minutes = minutesOf(closes) - minutesOf(opens);
  return minutes > 0 ? minutes : minutes + 24 * 60;
}

/** Where a point is on a map that everybody may open. */
export const mapAddress = (latitude: number, longitude: number): string =>
  `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=18/${latitude}/${longitude}`;
