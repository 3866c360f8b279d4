import { createHash } from 'node:crypto';
import type { LabelledTry, PurchaseGenerator } from './generator.types';

const HOUR = 3_600_000;
const FROM = Date.parse('2026-03-02T00:00:00Z');
const HOURS = 21 * 24;

/** mulberry32 */
function chances(seed: string): () => number {
  let state = createHash('sha256').update(seed).digest().readUInt32LE();
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Card {
  id: string;
  foreign: boolean;
  /** How likely the bank declines it. */
  fails: number;
}

interface Person {
  account: string;
  joinedAt: number;
  home: string | null;
  /** On the way: shared with thousands. */
  mobile: string;
  cards: Card[];
  /** What they spend on an evening, for each place. */
  spends: number;
  company: () => number;
  /** Evenings an hour. */
  appetite: number;
  guesses: number;
  kind: string;
}

/** What somebody tries at a moment; the rest follows from what the world remembers. */
interface Wish {
  account: string;
  joinedAt: number | null;
  limited: boolean;
  origin: string | null;
  card: Card;
  amount: number;
  places: number;
  codes: number;
  first: boolean;
}

/** A world in which time goes by hour by hour. */
class World {
  readonly log: LabelledTry[] = [];
  private names = 0;

  constructor(readonly random: () => number) {}

  name = (what: string): string => `${what}-${this.names++}`;
  whole = (low: number, high: number): number => low + Math.floor(this.random() * (high - low + 1));
  happens = (probability: number): boolean => this.random() < probability;
  /** Around a middle, with a long tail. */
  around = (middle: number): number => middle * Math.exp(0.7 * (this.random() + this.random() + this.random() - 1.5));

  /** Returns whether the bank agreed. */
  pay(at: number, wish: Wish, label: { isFraud: boolean; kind: string }): boolean {
    const isDeclined = this.happens(wish.card.fails);
    this.log.push({
      purchase: {
        at: new Date(at),
        account: wish.account,
        accountAgeHours: wish.joinedAt === null ? null : Math.max(0, (at - wish.joinedAt) / HOUR),
        isLimited: wish.limited,
        origin: wish.origin,
        card: wish.card.id,
        isForeignCard: wish.card.foreign,
        amount: Math.max(1, Math.round(wish.amount)),
        places: wish.places,
        codes: wish.codes,
        isNewOrder: wish.first,
      },
      isDeclined,
      ...label,
    });
    return !isDeclined;
  }
}

/** Households: who lives together has one network, and often one card. */
function settle(world: World, count: number): Person[] {
  const people: Person[] = [];
  while (people.length < count) {
    const home = world.happens(0.02) ? null : world.name('home');
    const shared: Card = { id: world.name('card'), foreign: world.happens(0.05), fails: 0.03 };
    const size = world.whole(1, 4);
    for (let member = 0; member < size; member++) {
      const own: Card = { id: world.name('card'), foreign: shared.foreign, fails: world.happens(0.08) ? 0.5 : 0.03 };
      const cards = world.happens(0.3) ? [shared, own] : [own, shared];
      const newcomer = world.happens(0.35);
      const host = world.happens(0.05);
      people.push({
        account: world.name('person'),
        // A newcomer joins when they first want to buy something.
        joinedAt: newcomer ? Infinity : FROM - world.around(2_000) * HOUR,
        home,
        mobile: `carrier-${world.whole(0, 7)}`,
        cards,
        spends: world.around(28),
        company: () => (host ? world.whole(5, 10) : Math.min(10, 1 + Math.floor(world.around(0.9)))),
        appetite: world.around(0.0012),
        guesses: world.happens(0.06) ? world.whole(1, 9) : 0,
        kind: newcomer ? 'joins to go out' : host ? 'brings their friends' : size > 2 ? 'a family' : 'goes out now and then',
      });
    }
  }
  return people;
}

function goOut(
  world: World,
  person: Person,
  at: number,
  kind = person.kind,
  origin = world.happens(0.3) ? person.mobile : person.home,
): void {
  if (person.joinedAt > at) person.joinedAt = at - world.random() * 0.7 * HOUR;
  const places = person.company();
  const wish = { account: person.account, joinedAt: person.joinedAt, limited: world.happens(0.006), origin, places };
  const rest = { amount: places * person.spends, codes: world.happens(0.2) ? person.guesses : 0 };
  let when = at;
  // Once more with the same card, then with another one, then they give up.
  for (const [n, card] of [person.cards[0]!, person.cards[0]!, person.cards[1]!, person.cards[1]!].entries()) {
    if (world.pay(when, { ...wish, ...rest, card, first: n === 0 }, { isFraud: false, kind })) return;
    if (world.happens(0.25)) return;
    when += world.whole(30, 600) * 1_000;
  }
}

/** Buys stolen numbers, tries them, and uses those that work; moves on where it is declined too often. */
class Attacker {
  private account: { name: string; joinedAt: number; limited: boolean; declines: number } | null = null;
  private origin = '';
  private declinesOfOrigin = 0;
  private works: Card[] = [];

  constructor(
    private readonly world: World,
    private readonly how: {
      kind: string;
      /** An hour, while it is awake. */
      tries: number;
      accountLasts: number;
      originLasts: number;
      good: number;
      foreign: number;
      cashesOut: boolean;
      ages: number;
      codes: number;
    },
  ) {
    this.move();
  }

  act(at: number): void {
    const { world, how } = this;
    const tries = world.happens(how.tries % 1) ? Math.ceil(how.tries) : Math.floor(how.tries);
    for (let n = 0; n < tries; n++) {
      const when = at + world.random() * HOUR;
      if (how.cashesOut && this.works.length > 0 && world.happens(0.5)) this.cashOut(when);
      else this.test(when);
    }
  }

  private test(at: number): void {
    const { world, how } = this;
    const card = { id: world.name('stolen'), foreign: world.happens(how.foreign), fails: 1 - how.good };
    const isGood = this.pay(at, card, { amount: world.around(14), places: 1 });
    if (isGood) this.works.push({ ...card, fails: 0.15 });
  }

  private cashOut(at: number): void {
    const card = this.works[this.world.whole(0, this.works.length - 1)]!;
    const places = this.world.whole(4, 10);
    if (!this.pay(at, card, { amount: places * this.world.around(55), places })) this.works.splice(this.works.indexOf(card), 1);
  }

  private pay(at: number, card: Card, { amount, places }: { amount: number; places: number }): boolean {
    const { world, how } = this;
    this.account ??= { name: world.name('bought'), joinedAt: at - world.around(how.ages) * HOUR, limited: world.happens(0.2), declines: 0 };
    const { name: account, joinedAt, limited } = this.account;
    const wish = { account, joinedAt, limited, origin: this.origin, card, amount, places, codes: how.codes, first: true };
    const isGood = world.pay(at, wish, { isFraud: true, kind: how.kind });
    if (!isGood) {
      this.declinesOfOrigin++;
      if (++this.account.declines >= how.accountLasts) this.account = null;
      if (this.declinesOfOrigin >= how.originLasts) this.move();
    }
    return isGood;
  }

  private move(): void {
    this.origin = this.world.name('proxy');
    this.declinesOfOrigin = 0;
  }
}

const ATTACKS = [
  { kind: 'hammers with one account', tries: 22, accountLasts: 30, originLasts: 60, good: 0.08, foreign: 0.3, cashesOut: false, ages: 2, codes: 0 },
  { kind: 'changes accounts', tries: 9, accountLasts: 2, originLasts: 40, good: 0.15, foreign: 0.3, cashesOut: false, ages: 3, codes: 0 },
  { kind: 'changes everything', tries: 2, accountLasts: 1, originLasts: 1, good: 0.35, foreign: 0.4, cashesOut: true, ages: 30, codes: 0 },
  { kind: 'buys to sell on', tries: 1.2, accountLasts: 3, originLasts: 3, good: 0.6, foreign: 0.7, cashesOut: true, ages: 12, codes: 0 },
  { kind: 'waits with old accounts', tries: 0.7, accountLasts: 2, originLasts: 2, good: 0.7, foreign: 0.5, cashesOut: true, ages: 2_500, codes: 0 },
  { kind: 'guesses codes', tries: 1, accountLasts: 4, originLasts: 8, good: 0.5, foreign: 0.2, cashesOut: true, ages: 5, codes: 40 },
] as const; // prettier-ignore

/** Lets people and attackers live: nobody is drawn as a try, tries follow from what they do. */
export const secondGenerator: PurchaseGenerator = {
  name: 'second',
  sources: [
    'Visa: Anti-enumeration and account testing best practices for merchants (2021)',
    'Bursztein, Soska et al., on the economics of carding shops and automated vending carts (2015)',
    'Lebichot et al., Reproducible machine learning for credit card fraud detection: practical handbook, simulator (2022)',
  ],
  generate(seed, count) {
    const world = new World(chances(`second ${seed}`));
    const people = settle(world, Math.round(count * 1.4));
    let attackers: Attacker[] = [];
    for (let hour = 0; hour < HOURS && world.log.length < count; hour++) {
      const at = FROM + hour * HOUR;
      const isDay = hour % 24 >= 9 && hour % 24 <= 23;
      for (const person of people) if (isDay && world.happens(person.appetite)) goOut(world, person, at + world.random() * HOUR);
      // Once in a while sales of something open that everybody wants, or a class signs up together.
      if (isDay && world.happens(0.02))
        for (let n = world.whole(20, 90); n > 0; n--)
          goOut(world, people[world.whole(0, people.length - 1)]!, at + world.random() * 900_000, 'all at once');
      if (isDay && world.happens(0.012)) {
        const campus = world.name('campus');
        for (let n = world.whole(10, 40); n > 0; n--)
          goOut(world, people[world.whole(0, people.length - 1)]!, at + world.random() * HOUR, 'a class', campus);
      }
      if (world.happens(0.08)) attackers.push(new Attacker(world, ATTACKS[world.whole(0, ATTACKS.length - 1)]!));
      attackers = attackers.filter(() => !world.happens(0.25));
      for (const attacker of attackers) attacker.act(at);
    }
    return world.log.sort((one, other) => one.purchase.at.getTime() - other.purchase.at.getTime()).slice(0, count);
  },
};
