import { createHash } from 'node:crypto';
import type { LabelledTry, PurchaseGenerator, PurchaseTry } from './generator.types';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const FIRST_DAY = Date.parse('2026-01-05T00:00:00Z');
const DAYS = 28;

/** Numbers of a seed: bytes of SHA-256 over a counter. */
class Draw {
  private counter = 0;
  private pool = Buffer.alloc(0);

  constructor(private readonly seed: string) {}

  number(): number {
    if (this.pool.length < 4) this.pool = createHash('sha256').update(`${this.seed} ${this.counter++}`).digest();
    const value = this.pool.readUInt32BE(0) / 2 ** 32;
    this.pool = this.pool.subarray(4);
    return value;
  }

  below = (limit: number): number => Math.floor(this.number() * limit);
  between = (low: number, high: number): number => low + this.below(high - low + 1);
  of = <T>(list: readonly T[]): T => list[this.below(list.length)]!;
  chance = (share: number): boolean => this.number() < share;
  name = (what: string): string => `${what}${this.below(2 ** 31)}`;
  moment = (): number => FIRST_DAY + this.below(DAYS) * DAY + this.between(8, 23) * HOUR + this.below(HOUR);
}

type Made = Omit<LabelledTry, 'kind' | 'isFraud'>;
type Parts = Partial<PurchaseTry> & { isDeclined?: boolean };

/** A try of somebody at home with a card of their own, unless it is said otherwise. */
function aTry(draw: Draw, at: number, { isDeclined = draw.chance(0.04), ...parts }: Parts = {}): Made {
  const places = parts.places ?? draw.of([1, 1, 2, 2, 2, 2, 3, 4]);
  const account = parts.account ?? draw.name('a');
  return {
    purchase: {
      ...{ at: new Date(at), account, accountAgeHours: draw.between(24, 9_000), isLimited: draw.chance(0.01), origin: draw.name('home') },
      ...{ card: `card of ${account}`, isForeignCard: draw.chance(0.04), amount: places * draw.of([10, 15, 20, 25, 30, 40, 60]) },
      ...{ places, codes: draw.chance(0.03) ? 1 : 0, isNewOrder: true, ...parts },
    },
    isDeclined,
  };
}

/** Tries one after the other for one order, all but the last declined. */
function again(draw: Draw, at: number, times: number, parts: (n: number) => Parts): Made[] {
  const account = draw.name('a');
  const [origin, places] = [draw.name('home'), draw.between(1, 4)];
  const same = { account, origin, places, accountAgeHours: draw.between(1, 3_000), amount: places * 25 };
  return Array.from({ length: times }, (_, n) =>
    aTry(draw, at + n * draw.between(20_000, 3 * MINUTE), { ...same, isNewOrder: n === 0, isDeclined: n < times - 1, ...parts(n) }),
  );
}

interface Kind {
  kind: string;
  isFraud: boolean;
  /** Relative to the others, in tries. */
  share: number;
  wave(draw: Draw): Made[];
}

const many = (draw: Draw, count: number, withinMs: number, make: (n: number, at: number) => Made[]): Made[] => {
  const begun = draw.moment();
  return Array.from({ length: count }, (_, n) => make(n, begun + draw.below(withinMs))).flat();
};

const KINDS: readonly Kind[] = [
  { kind: 'somebody who was here before', isFraud: false, share: 45, wave: (draw) => [aTry(draw, draw.moment())] },
  { kind: 'signs up to buy', isFraud: false, share: 14, wave: (draw) => [aTry(draw, draw.moment(), { accountAgeHours: draw.number() * 3 })] },
  { kind: 'everybody when sales open', isFraud: false, share: 10, wave: (draw) => many(draw, draw.between(20, 120), 10 * MINUTE, (_n, at) => [aTry(draw, at, { accountAgeHours: draw.chance(0.4) ? draw.number() * 12 : draw.between(24, 5_000) })]) },
  { kind: 'a lecture hall', isFraud: false, share: 5, wave: (draw) => { const origin = draw.name('campus'); return many(draw, draw.between(8, 50), HOUR, (_n, at) => [aTry(draw, at, { origin, accountAgeHours: draw.chance(0.6) ? draw.number() * 2 : 400 })]); } },
  { kind: 'a mobile carrier', isFraud: false, share: 6, wave: (draw) => [aTry(draw, draw.moment(), { origin: `carrier${draw.below(5)}` })] },
  { kind: 'a card of the family', isFraud: false, share: 2, wave: (draw) => { const [card, origin] = [draw.name('card'), draw.name('home')]; return many(draw, draw.between(2, 3), 5 * HOUR, (_n, at) => [aTry(draw, at, { card, origin })]); } },
  { kind: 'a visitor from abroad', isFraud: false, share: 3, wave: (draw) => [aTry(draw, draw.moment(), { isForeignCard: true, accountAgeHours: draw.between(1, 400), amount: draw.between(60, 300) })] },
  { kind: 'a party of ten', isFraud: false, share: 3, wave: (draw) => [aTry(draw, draw.moment(), { places: draw.between(6, 10), amount: draw.between(120, 600) })] },
  { kind: 'looks for a code', isFraud: false, share: 2, wave: (draw) => [aTry(draw, draw.moment(), { codes: draw.between(2, 8) })] },
  { kind: 'wrong three times', isFraud: false, share: 3, wave: (draw) => again(draw, draw.moment(), draw.between(2, 4), () => ({})) },
  { kind: 'another card after a decline', isFraud: false, share: 2, wave: (draw) => again(draw, draw.moment(), 2, (n) => ({ card: draw.name(`card${n}`) })) },
  { kind: 'through a relay', isFraud: false, share: 1, wave: (draw) => [aTry(draw, draw.moment(), { origin: null })] },
  { kind: 'cards tried by one account', isFraud: true, share: 3, wave: (draw) => again(draw, draw.moment(), draw.between(10, 40), (n) => ({ card: draw.name('stolen'), accountAgeHours: 1 + n / 60, amount: draw.between(5, 20), places: 1, isDeclined: draw.chance(0.9) })) },
  { kind: 'cards tried from one network', isFraud: true, share: 2, wave: (draw) => { const origin = draw.name('server'); return many(draw, draw.between(10, 30), 2 * HOUR, (_n, at) => again(draw, at, draw.between(1, 3), () => ({ origin, card: draw.name('stolen'), accountAgeHours: draw.number(), isDeclined: draw.chance(0.85), amount: draw.between(5, 25), places: 1 }))); } },
  { kind: 'cards tried slowly from many networks', isFraud: true, share: 1, wave: (draw) => many(draw, draw.between(15, 40), 3 * DAY, (_n, at) => [aTry(draw, at, { card: draw.name('stolen'), accountAgeHours: draw.number() * 5, isLimited: draw.chance(0.3), isDeclined: draw.chance(0.7), places: 1, amount: draw.between(5, 30) })]) },
  { kind: 'a stolen card buys to sell on', isFraud: true, share: 2, wave: (draw) => again(draw, draw.moment(), draw.between(1, 3), () => ({ card: draw.name('stolen'), isForeignCard: draw.chance(0.6), accountAgeHours: draw.number() * 8, isLimited: draw.chance(0.25), places: draw.between(6, 10), amount: draw.between(250, 900) })) },
  { kind: 'one stolen card over many accounts', isFraud: true, share: 1.5, wave: (draw) => { const card = draw.name('stolen'); return many(draw, draw.between(4, 12), 6 * HOUR, (_n, at) => [aTry(draw, at, { card, origin: draw.name(draw.chance(0.5) ? 'home' : 'proxy'), accountAgeHours: draw.number() * 10, places: draw.between(2, 10), amount: draw.between(80, 500), isDeclined: draw.chance(0.3) })]); } },
  { kind: 'guesses codes, then buys', isFraud: true, share: 0.7, wave: (draw) => [aTry(draw, draw.moment(), { codes: draw.between(15, 80), accountAgeHours: draw.number() * 20, card: draw.name('stolen'), places: draw.between(2, 10) })] },
  { kind: 'a taken-over account', isFraud: true, share: 0.8, wave: (draw) => [aTry(draw, draw.moment(), { isForeignCard: draw.chance(0.5), places: draw.between(4, 10), amount: draw.between(200, 700), origin: draw.chance(0.3) ? null : draw.name('proxy') })] },
]; // prettier-ignore

/** Written from what is published about fraud with cards, by who wrote the features: waves of a kind, by shares. */
export const firstGenerator: PurchaseGenerator = {
  name: 'first',
  sources: [
    'OWASP Automated Threats to Web Applications: OAT-001 Carding, OAT-010 Card Cracking, OAT-012 Cashing Out (2018)',
    'Stripe: The state of online fraud (2022)',
    'Dal Pozzolo et al., Credit card fraud detection: a realistic modeling and a novel learning strategy (2018)',
  ],
  generate(seed, count) {
    const draw = new Draw(`first ${seed}`);
    const whole = KINDS.reduce((sum, { share }) => sum + share, 0);
    const all: LabelledTry[] = [];
    for (const { kind, isFraud, share, wave } of KINDS) {
      const wanted = Math.round((count * share) / whole);
      const made: LabelledTry[] = [];
      while (made.length < wanted) made.push(...wave(draw).map((one) => ({ ...one, isFraud, kind })));
      all.push(...made.slice(0, wanted));
    }
    return all.sort((one, other) => one.purchase.at.getTime() - other.purchase.at.getTime());
  },
};
