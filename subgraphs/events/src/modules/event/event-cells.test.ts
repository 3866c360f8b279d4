import { cellOf, cellsAround, kilometresBetween } from './event-cells';

/** A point so far from another, in a direction (radians), on a sphere. */
function away({ latitude, longitude }: { latitude: number; longitude: number }, km: number, direction: number) {
  const [angle, from] = [km / 6_371, (latitude * Math.PI) / 180];
  const to = Math.asin(Math.sin(from) * Math.cos(angle) + Math.cos(from) * Math.sin(angle) * Math.cos(direction));
  const turn = Math.atan2(Math.sin(direction) * Math.sin(angle) * Math.cos(from), Math.cos(angle) - Math.sin(from) * Math.sin(to));
  return { latitude: (to * 180) / Math.PI, longitude: ((((longitude + (turn * 180) / Math.PI + 180) % 360) + 360) % 360) - 180 };
}

test('a point in a circle lies in one of its cells, at the date line and the poles, too', () => {
  let seed = 1;
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  for (let n = 0; n < 5_000; n++) {
    const centre = { latitude: random() * 180 - 90, longitude: n % 5 ? random() * 360 - 180 : 179.9 };
    const radiusKm = 1 + random() * 99;
    const point = away(centre, radiusKm * random() * 0.999, random() * 2 * Math.PI);
    expect(kilometresBetween(centre, point)).toBeLessThanOrEqual(radiusKm);
    expect(cellsAround({ ...centre, radiusKm })).toContain(cellOf(point));
  }
});

test('a circle has few cells', () => {
  for (const latitude of [0, 43.65, 70, 79.9, 89]) expect(cellsAround({ latitude, longitude: 12, radiusKm: 100 }).length).toBeLessThan(50);
});

test('distances are those that are known', () => {
  const toronto = { latitude: 43.6534, longitude: -79.3839 };
  expect(kilometresBetween(toronto, { latitude: 45.5089, longitude: -73.5617 })).toBeCloseTo(504, -1);
});
