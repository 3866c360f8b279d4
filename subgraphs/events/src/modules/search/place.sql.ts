import { Prisma } from '../../generated/prisma/client';
import type { Near } from './search.input';

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
