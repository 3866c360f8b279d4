interface Point {
  latitude: number;
  longitude: number;
}

const EARTH_KM = 6_371;
const KM_A_DEGREE = (Math.PI * EARTH_KM) / 180;
/** From here to the pole a cell goes around the earth. */
const POLAR = 80;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Kilometres along the surface of a sphere (haversine). */
export function kilometresBetween(a: Point, b: Point): number {
  const north = Math.sin(radians(b.latitude - a.latitude) / 2) ** 2;
  const east = Math.sin(radians(b.longitude - a.longitude) / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(north + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * east)));
}

/** The cell of a degree by a degree in which a point lies. */
export const cellOf = ({ latitude, longitude }: Point): string => cell(Math.floor(latitude), Math.floor(longitude));

/** All cells that a circle touches, and perhaps some beside it. */
export function cellsAround({ latitude, longitude, radiusKm }: Point & { radiusKm: number }): string[] {
  const tall = radiusKm / KM_A_DEGREE;
  const cells = new Set<string>();
  for (let north = Math.floor(latitude - tall); north <= Math.floor(latitude + tall); north++) {
    const nearestPole = Math.min(POLAR, Math.max(Math.abs(north), Math.abs(north + 1)));
    const wide = Math.min(180, tall / Math.cos(radians(nearestPole)));
    for (let east = Math.floor(longitude - wide); east <= Math.floor(longitude + wide); east++) cells.add(cell(north, east));
  }
  return [...cells];
}

function cell(north: number, east: number): string {
  const row = Math.max(-90, Math.min(89, north));
  if (row >= POLAR || row < -POLAR) return `${row < 0 ? 'south' : 'north'}`;
  return `${row}:${((((east + 180) % 360) + 360) % 360) - 180}`;
}
