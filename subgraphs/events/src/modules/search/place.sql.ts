import { Prisma } from '../../generated/prisma/client';
import { kilometresBetween } from '../event/event-cells';
import type { Box, Near } from './search.input';

/**
 * A row `s` of event_search lies within the circle. The box around the circle is what the index knows (earthdistance keeps points as
 * three coordinates on the globe, so neither the poles nor the date line are special); the exact distance is asked of what is left.
 */
export const within = (near: Near): Prisma.Sql =>
  Prisma.sql`s.place <@ earth_box(${pointOf(near)}, ${near.radiusKm * 1000}::float8) AND ${metresFrom(near)} <= ${near.radiusKm * 1000}::float8`;

/** Great-circle metres between a row `s` of event_search and a point; null where the row has no place. */
export const metresFrom = (point: Pick<Near, 'latitude' | 'longitude'>): Prisma.Sql =>
  Prisma.sql`sec_to_gc(cube_distance(s.place, ${pointOf(point)}))`;

/** The same in kilometres, to the metre; null without a point. */
export const kilometresFrom = (point: Pick<Near, 'latitude' | 'longitude'> | null): Prisma.Sql =>
  point ? Prisma.sql`round((${metresFrom(point)} / 1000)::numeric, 3)::float8` : Prisma.sql`NULL::float8`;

/** Metres straight through the earth, to sort by: the same order as along its surface, and one that the index can follow. */
export const chordTo = (point: Pick<Near, 'latitude' | 'longitude'>): Prisma.Sql => Prisma.sql`(s.place <-> ${pointOf(point)}::cube)`;

const pointOf = ({ latitude, longitude }: Pick<Near, 'latitude' | 'longitude'>): Prisma.Sql =>
  Prisma.sql`ll_to_earth(${latitude}::float8, ${longitude}::float8)`;

/** A larger box has no circle around it that would spare anything. */
const WIDEST = 90;

/** How wide a box is, in degrees; also over the date line. */
export const widthOf = ({ west, east }: Pick<Box, 'west' | 'east'>): number => (east > west ? east - west : east - west + 360);

/** Degrees east of the western edge of a box, of a row `s` with a place in it. */
export const eastOf = ({ west }: Pick<Box, 'west'>): Prisma.Sql =>
  Prisma.sql`(longitude(s.place) - ${west}::float8 + CASE WHEN longitude(s.place) < ${west}::float8 THEN 360 ELSE 0 END)`;

/** A row `s` lies in the box. The index knows the circle through its corners, as long as the box is no large part of the earth. */
export function inBox(box: Box): Prisma.Sql {
  const { south, west, north } = box;
  const exact = Prisma.sql`latitude(s.place) BETWEEN ${south}::float8 AND ${north}::float8 AND ${eastOf(box)} <= ${widthOf(box)}::float8`;
  if (widthOf(box) > WIDEST || north - south > WIDEST) return Prisma.sql`(s.place IS NOT NULL AND ${exact})`;
  const centre = { latitude: (south + north) / 2, longitude: wrapped(west + widthOf(box) / 2) };
  const corners = [south, north].map((latitude) => kilometresBetween(centre, { latitude, longitude: west }));
  // A metre more, for what is rounded.
  return Prisma.sql`(s.place <@ earth_box(${pointOf(centre)}, ${Math.max(...corners) * 1000 * SPHERE + 1}::float8) AND ${exact})`;
}

/** The globe of earthdistance is that much larger than the one of event-cells.ts (6,378.168 km to 6,371). */
const SPHERE = 6_378.168 / 6_371;

const wrapped = (degrees: number): number => (degrees > 180 ? degrees - 360 : degrees);
