import type { PastSales } from '../../../src/modules/sales-forecast/sales-forecast.types';
import { Draw } from '../draw';
import { aCurve, type CurveGenerator } from './curve';

/** How much of a curve comes with the opening of the sale, evenly, and at the end; by category. */
const CATEGORIES = {
  music: [0.45, 0.25, 0.3],
  theatre: [0.2, 0.55, 0.25],
  food: [0.1, 0.3, 0.6],
  learning: [0.15, 0.45, 0.4],
  sports: [0.35, 0.45, 0.2],
} as const;

/** Openings that fade, an even middle, and a rush at the end. What the parameters are tuned on. */
export const firstGenerator: CurveGenerator = {
  name: 'Openings and rushes',
  generate(seed, count) {
    const draw = new Draw(seed);
    const sellers = Array.from({ length: 30 }, (_, n) => ({
      id: `seller${n}`,
      fill: Math.exp(-0.4 + 0.4 * draw.normal()),
      categories: [draw.of(Object.keys(CATEGORIES)), draw.of(Object.keys(CATEGORIES))],
      places: draw.of([40, 80, 150, 300, 600, 1_500]),
    }));
    return Array.from({ length: count }, (_, n) => anEvent(draw, draw.of(sellers), n));
  },
};

function anEvent(draw: Draw, seller: { id: string; fill: number; categories: readonly string[]; places: number }, n: number): PastSales {
  const category = draw.of(seller.categories);
  const days = Math.round(Math.exp(draw.between(Math.log(12), Math.log(120))));
  const places = Math.round(seller.places * Math.exp(0.3 * draw.normal()));
  const wanted = places * seller.fill * Math.exp(0.45 * draw.normal());
  const parts = CATEGORIES[category as keyof typeof CATEGORIES].map((part) => part * Math.exp(0.35 * draw.normal()));
  const whole = parts.reduce((sum, part) => sum + part, 0);
  const [opening, even, rush] = parts.map((part) => part / whole) as [number, number, number];
  const [fade, last] = [draw.between(0.03, 0.1) * days, draw.between(0.03, 0.12) * days];
  const rates = Array.from({ length: days }, (_, day) => {
    const left = days - 1 - day;
    const weekend = (day + n) % 7 >= 5 ? 1.3 : 0.88;
    const rate = (opening * Math.exp(-day / fade)) / fade + even / days + (rush * Math.exp(-left / last)) / last;
    // Days differ by more than chance.
    return wanted * rate * weekend * Math.exp(0.4 * draw.normal() - 0.08);
  });
  return aCurve({ eventId: `first${n}`, sellerId: seller.id, category, places }, rates.map(draw.poisson.bind(draw)));
}
