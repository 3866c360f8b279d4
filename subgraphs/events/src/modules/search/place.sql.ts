import { Prisma } from '../../generated/prisma/client';
import { kilometresBetween } from '../event/event-cells';
import type { Box, Near } from './search.input';

/** How an area is asked for: by its index, or of each row that other conditions find, where the area holds much of all there is. */
export type AreaBy = 'INDEX' | 'ROW';

/**
 * A row `s` of event_search lies within the circle. The box around the circle is what the index knows (earthdistance keeps points as
 * three coordinates on the globe, so neither the poles nor the date line are special); the exact distance is asked of what is left, straight
 * through the earth, which needs no function of SQL.
 */
export function within(near: Near, by: AreaBy = 'INDEX'): Prisma.Sql {
  const exact = Prisma.sql`cube_distance(s.place, ${pointOf(near)}::cube) <= ${chordOf(near.radiusKm * 1000)}::float8`;
  return by === 'ROW' ? exact : Prisma.sql`s.place <@ earth_box(${pointOf(near)}, ${near.radiusKm * 1000}::float8) AND ${exact}`;
}

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

/** Degrees east of the western edge of a box, of a venue `v` in it. */
export const eastOf = ({ west }: Pick<Box, 'west'>): Prisma.Sql =>
  Prisma.sql`(v.longitude - ${west}::float8 + CASE WHEN v.longitude < ${west}::float8 THEN 360 ELSE 0 END)`;

/**
 * A row `s` lies in the box: not below its southern edge nor above the northern one, and on the right side of both meridians, all told by its
 * coordinates on the globe. The index knows the circle through the corners, as long as the box is no large part of the earth.
 */
export function inBox(box: Box, by: AreaBy = 'INDEX'): Prisma.Sql {
  const { south, west, north, east } = box;
  const height = (degrees: number) => EARTH * Math.sin(radians(degrees));
  const eastOfWest = Prisma.sql`${Math.cos(radians(west))}::float8 * ${Y} - ${Math.sin(radians(west))}::float8 * ${X} >= ${-A_MILLIMETRE}::float8`;
  const westOfEast = Prisma.sql`${Math.sin(radians(east))}::float8 * ${X} - ${Math.cos(radians(east))}::float8 * ${Y} >= ${-A_MILLIMETRE}::float8`;
  const between = widthOf(box) > 180 ? Prisma.sql`(${eastOfWest} OR ${westOfEast})` : Prisma.sql`${eastOfWest} AND ${westOfEast}`;
  const around = widthOf(box) >= 360 ? Prisma.empty : Prisma.sql`AND ${between}`;
  const exact = Prisma.sql`${Z} >= ${height(south) - A_MILLIMETRE}::float8 AND ${Z} <= ${height(north) + A_MILLIMETRE}::float8 ${around}`;
  if (by === 'ROW' || widthOf(box) > WIDEST || north - south > WIDEST) return Prisma.sql`(${exact})`;
  const centre = { latitude: (south + north) / 2, longitude: wrapped(west + widthOf(box) / 2) };
  const corners = [south, north].map((latitude) => kilometresBetween(centre, { latitude, longitude: west }));
  // A metre more, for what is rounded.
  return Prisma.sql`(s.place <@ earth_box(${pointOf(centre)}, ${Math.max(...corners) * 1000 * SPHERE + 1}::float8) AND ${exact})`;
}

/** What is rounded in a coordinate of a place that lies just on an edge. */
const A_MILLIMETRE = 0.001;
const [X, Y, Z] = ([1, 2, 3] as const).map((axis) => Prisma.sql`cube_ll_coord(s.place, ${Prisma.raw(String(axis))})`) as [
  Prisma.Sql,
  Prisma.Sql,
  Prisma.Sql,
];

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** The radius of the globe of earthdistance, in metres. */
const EARTH = 6_378_168;
/** So much larger is it than the one of event-cells.ts. */
const SPHERE = EARTH / 6_371_000;

/** Metres straight through the earth between two points on it. */
const chordOf = (metres: number): number => 2 * EARTH * Math.sin(Math.min(metres / (2 * EARTH), Math.PI / 2));

const wrapped = (degrees: number): number => (degrees > 180 ? degrees - 360 : degrees);
