import type { PastSales } from '../../../src/modules/sales-forecast/sales-forecast.types';
import { Draw } from '../draw';
import { aCurve, type CurveGenerator } from './curve';

const CATEGORIES = ['concerts', 'clubs', 'fairs', 'talks'];
type Family = (days: number, draw: Draw) => (day: number) => number;

/** Shapes of other families: word of mouth, deadlines, announcements, series that always sell alike, and those that are bought at the door. */
const FAMILIES: readonly Family[] = [
  // Word of mouth: logistic.
  (days, draw) => {
    const [middle, steep] = [draw.between(0.35, 0.9) * days, draw.between(6, 14) / days];
    return (day) => steep / (Math.exp((steep * (day - middle)) / 2) + Math.exp((-steep * (day - middle)) / 2)) ** 2;
  },
  // Dearer after a date, once or twice: rushes to the date, little after it.
  (days, draw) => {
    const dates = [draw.between(0.2, 0.45) * days, draw.between(0.55, 0.85) * days];
    return (day) =>
      0.4 / days + dates.reduce((sum, date) => sum + (day <= date ? Math.exp((day - date) / (0.06 * days)) / (0.15 * days) : 0), 0);
  },
  // Announcements on days that nobody knows.
  (days, draw) => {
    const news = Array.from({ length: 2 + Math.floor(draw.between(0, 4)) }, () => ({
      on: draw.between(0, days),
      size: draw.between(0.2, 1),
    }));
    return (day) => 0.5 / days + news.reduce((sum, { on, size }) => sum + (day >= on && day < on + 4 ? size / 12 : 0), 0);
  },
  // A power of the time that is left.
  (days, draw) => {
    const power = draw.between(0.4, 2.2);
    return (day) => (power / days) * ((day + 0.5) / days) ** (power - 1);
  },
  // At the door, nearly.
  (days) => (day) => 0.15 / days + (days - day <= 3 ? 0.28 : 0),
];

/** Made of other shapes than the first; nothing is tuned on it. */
export const secondGenerator: CurveGenerator = {
  name: 'Word of mouth, deadlines, announcements',
  generate(seed, count) {
    const draw = new Draw(seed);
    const sellers = Array.from({ length: 45 }, (_, n) => ({
      id: `house${n}`,
      category: draw.of(CATEGORIES),
      family: draw.of(FAMILIES),
      places: Math.round(Math.exp(draw.between(Math.log(30), Math.log(3_000)))),
      share: draw.between(0.25, 1.3),
    }));
    return Array.from({ length: count }, (_, n) => {
      const seller = draw.of(sellers);
      return anEvent(draw, seller, n);
    });
  },
};

function anEvent(
  draw: Draw,
  seller: { id: string; category: string; family: Family; places: number; share: number },
  n: number,
): PastSales {
  const days = Math.round(draw.chance(0.3) ? draw.between(8, 20) : draw.between(20, 160));
  // Mostly as the house sells; one in four another way.
  const family = draw.chance(0.75) ? seller.family : draw.of(FAMILIES);
  const places = Math.max(15, Math.round(seller.places * draw.between(0.6, 1.4)));
  const shape = family(days, draw);
  const rates = Array.from({ length: days }, (_, day) => shape(day) * ((day * 3 + n) % 7 < 2 ? 1.6 : 0.76));
  const whole = rates.reduce((sum, rate) => sum + rate, 0);
  const wanted = places * seller.share * draw.of([0.4, 0.7, 0.9, 1, 1.1, 1.4]);
  // Whole parties buy: what comes on a day comes in threes or so.
  const tickets = rates.map((rate) => {
    const parties = draw.poisson((wanted * rate) / whole / 3);
    return Array.from({ length: parties }, () => draw.of([1, 2, 3, 4, 5])).reduce((sum, size) => sum + size, 0);
  });
  return aCurve({ eventId: `second${n}`, sellerId: seller.id, category: seller.category, places }, tickets);
}
