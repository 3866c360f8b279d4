import { Random } from './random';
import type { Choice, Item } from './choices';

/**
 * A town of made-up people with hidden tastes, to measure recommenders on. Nobody's taste is told: what is told is who chose what and when,
 * and what the events are called. Written before the recommender was, from how people choose and not from how it ranks:
 *
 * - Twenty-four hidden tastes. A person has some of them (few have one alone), an event one or two; some tastes share words, and one in
 *   four events is called by words that say nothing of its taste, so that its words alone do not tell who comes.
 * - Events are open for some weeks. Each day some people look round: they hear of what is talked of, of what is near and, now and then, of
 *   anything; of what they hear they choose what they like best, with a good deal of chance.
 * - What was chosen is talked of: the well known gets better known.
 * - Tastes drift: of what somebody likes, a part is exchanged every some months.
 * - Most people choose a few times, some all the time.
 */
export interface SocietySize {
  people: number;
  events: number;
  days: number;
}

const TASTES = 24;
const QUARTERS = 8;
const WORDS_OF_TASTE = 14;
const COMMON_WORDS = 60;
const HEARD = 40;

interface Event {
  item: Item;
  taste: number[];
  quarter: number;
  opens: number;
  closes: number;
  appeal: number;
  talked: number;
}

interface Person {
  id: string;
  taste: number[];
  quarter: number;
  /** Looks round on this share of days. */
  eager: number;
  /** How much the way matters to them. */
  homely: number;
  joins: number;
}

export function societyOf(
  seed: number,
  size: SocietySize = { people: 2000, events: 1000, days: 240 },
): { choices: Choice[]; items: Item[] } {
  const random = new Random(seed);
  const events = Array.from({ length: size.events }, (_, n) => anEvent(random, n, size.days));
  const people = Array.from({ length: size.people }, (_, n) => aPerson(random, n, size.days));
  const choices: Choice[] = [];
  const chosen = new Set<string>();
  for (let day = 0; day < size.days; day++) {
    const open = events.filter(({ opens, closes }) => opens <= day && day < closes);
    for (const person of people) {
      if (day < person.joins || random.next() > person.eager || open.length === 0) continue;
      if (random.next() < 0.02) drift(person, random);
      const event = chooses(person, open, random);
      if (!event || chosen.has(`${person.id} ${event.item.item}`)) continue;
      chosen.add(`${person.id} ${event.item.item}`);
      event.talked += 1;
      const second = Math.floor(random.next() * 86_400);
      choices.push({
        user: person.id,
        item: event.item.item,
        timestamp: (day * 86_400 + second) * 1000,
        weight: random.next() < 0.3 ? 3 : 1,
      });
    }
    for (const event of open) event.talked *= 0.97;
  }
  return { choices, items: events.map(({ item }) => item) };
}

function anEvent(random: Random, n: number, days: number): Event {
  const first = random.below(TASTES);
  const taste = Array.from({ length: TASTES }, () => 0);
  taste[first] = 1;
  if (random.next() < 0.4) taste[random.below(TASTES)]! += 0.6;
  const quarter = random.below(QUARTERS);
  const opens = Math.floor(random.next() * (days + 20)) - 20;
  const speaks = random.next() < 0.75;
  const ofTaste = () => `w${first}x${random.below(WORDS_OF_TASTE)}`;
  // Neighbouring tastes share some of their words: "swing" is danced and played.
  const shared = () => `s${(first + random.below(2)) % TASTES}x${random.below(4)}`;
  const common = () => `c${random.below(COMMON_WORDS)}`;
  const words = Array.from({ length: 3 + random.below(4) }, () => {
    const kind = random.next();
    return !speaks || kind < 0.45 ? common() : kind < 0.8 ? ofTaste() : shared();
  });
  const tags = [...(speaks && random.next() < 0.6 ? [ofTaste()] : []), `quarter-${quarter}`, ...(random.next() < 0.5 ? [common()] : [])];
  const appeal = Math.exp(0.9 * random.normal());
  const item = {
    item: `e${n}`,
    title: words.join(' '),
    tags,
    from: opens * 86_400_000,
    until: (opens + 14 + random.below(50)) * 86_400_000,
  };
  return { item, taste, quarter, opens, closes: item.until / 86_400_000, appeal, talked: appeal };
}

function aPerson(random: Random, n: number, days: number): Person {
  return {
    id: `p${n}`,
    taste: random.shares(TASTES, 0.12),
    quarter: random.below(QUARTERS),
    eager: Math.min(0.5, 0.02 * Math.exp(1.1 * random.normal()) + 0.006),
    homely: random.next(),
    joins: random.next() < 0.5 ? 0 : Math.floor(random.next() * days * 0.9),
  };
}

/** Of what they hear of, what they like best; null when nothing is worth going out for. */
function chooses(person: Person, open: readonly Event[], random: Random): Event | null {
  const talk = open.map(({ talked }) => talked + 0.2);
  let best: Event | null = null;
  let most = 0.8;
  for (let heard = 0; heard < HEARD; heard++) {
    const event = random.next() < 0.6 ? open[random.weighted(talk)]! : open[random.below(open.length)]!;
    const liking = event.taste.reduce((sum, share, at) => sum + share * person.taste[at]!, 0);
    const near = event.quarter === person.quarter ? 0.6 * person.homely : 0;
    const worth = 4 * liking + near + 0.15 * Math.log(event.appeal) - 0.35 * Math.log(-Math.log(random.next() || 1e-12) || 1e-12);
    if (worth > most) [best, most] = [event, worth];
  }
  return best;
}

/** A part of what somebody likes is exchanged. */
function drift(person: Person, random: Random): void {
  const fresh = random.shares(TASTES, 0.12);
  person.taste = person.taste.map((share, at) => 0.7 * share + 0.3 * fresh[at]!);
}
