import type { Choice, Item } from './choices';
import { figureOf, type Figure } from './figures';
import { Random } from './random';
import { RIVALS, type World } from './rivals';

export interface Quality {
  name: string;
  hitRate: Figure;
  ndcg: Figure;
  /** Among 99 others that the person did not choose: easier, and not to be compared with `hitRate`. */
  hitRateAmong99: Figure;
  /** Share of items that are in anybody's first twenty. */
  coverage: number;
  /** 1 less the likeness of two of the first twenty by who chose them, on the average. */
  diversity: Figure;
  /** −log2 of the share of people who chose it, on the average of the first twenty. */
  novelty: Figure;
}

export interface Trial {
  people: number;
  items: number;
  choices: number;
  asked: number;
  qualities: Quality[];
}

const FIRST = 20;

/**
 * The last positive choice of each person is taken away; a recommender that has learned from all others is asked for twenty items that the person has
 * not chosen. `live`: only what could be chosen at that moment. At most `most` people are asked, the same ones of all.
 */
export function leaveLastOut(
  choices: readonly Choice[],
  items: readonly Item[],
  { live = false, most = 1000, rivals = RIVALS } = {},
): Trial {
  const { world, lasts, open } = splitOf(choices, items, live);
  const asked = sample(lasts, most);
  const chosenBy = counts(world);
  const qualities = rivals.map(({ name, learn }) => {
    const recommend = learn(world);
    const [hits, gains, easy, diversity, novelty]: number[][] = [[], [], [], [], []];
    const shown = new Set<number>();
    for (const { person, item, at } of asked) {
      const points = recommend(person, at);
      const known = new Set(world.chosen[person]!.map((choice) => choice.item));
      const among = open(at).filter((one) => !known.has(one));
      const list = topOf(among, points, FIRST);
      const place = list.indexOf(item);
      hits!.push(place >= 0 ? 1 : 0);
      gains!.push(place >= 0 ? 1 / Math.log2(place + 2) : 0);
      easy!.push(topOf([item, ...others(among, item, person)], points, FIRST).includes(item) ? 1 : 0);
      diversity!.push(1 - likenessWithin(list, chosenBy));
      novelty!.push(
        list.reduce((sum, one) => sum - Math.log2((chosenBy[one]!.size + 1) / (world.people + 1)), 0) / Math.max(1, list.length),
      );
      for (const one of list) shown.add(one);
    }
    return {
      name,
      hitRate: figureOf(hits!),
      ndcg: figureOf(gains!),
      hitRateAmong99: figureOf(easy!),
      coverage: shown.size / world.items.length,
      diversity: figureOf(diversity!),
      novelty: figureOf(novelty!),
    };
  });
  return { people: world.people, items: world.items.length, choices: choices.length, asked: asked.length, qualities };
}

interface Last {
  person: number;
  item: number;
  at: number;
}

function splitOf(choices: readonly Choice[], told: readonly Item[], live: boolean) {
  const positive = choices
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => a.timestamp - b.timestamp || (a.user + a.item < b.user + b.item ? -1 : 1));
  const byName = new Map(told.map((item) => [item.item, item]));
  for (const { item } of positive) if (!byName.has(item)) byName.set(item, { item, title: '', tags: [] });
  const items = [...byName.values()];
  const number = new Map(items.map(({ item }, at) => [item, at]));
  const byPerson = new Map<string, { item: number; weight: number; at: number }[]>();
  const spans = items.map(({ from, until }) => ({
    from: from ?? Infinity,
    until: until ?? -Infinity,
    told: from !== undefined && until !== undefined,
  }));
  for (const { user, item, timestamp, weight } of positive) {
    const at = number.get(item)!;
    const mine = byPerson.get(user) ?? [];
    byPerson.set(user, mine);
    if (!mine.some((one) => one.item === at)) mine.push({ item: at, weight, at: timestamp });
    const span = spans[at]!;
    if (!span.told) [span.from, span.until] = [Math.min(span.from, timestamp), Math.max(span.until, timestamp)];
  }
  const lasts: Last[] = [];
  const chosen = [...byPerson.values()].map((mine, person) => {
    if (mine.length < 2) return mine;
    const last = mine.at(-1)!;
    lasts.push({ person, item: last.item, at: last.at });
    return mine.slice(0, -1);
  });
  const all = items.map((_, at) => at);
  const open = (at: number) => (live ? all.filter((one) => spans[one]!.from <= at && at <= spans[one]!.until) : all);
  const world: World = { people: chosen.length, items, chosen };
  return { world, lasts, open };
}

function sample(lasts: readonly Last[], most: number): Last[] {
  if (lasts.length <= most) return [...lasts];
  const random = new Random(99);
  return lasts
    .map((last) => ({ last, order: random.next() }))
    .sort((a, b) => a.order - b.order)
    .slice(0, most)
    .map(({ last }) => last);
}

function topOf(among: readonly number[], points: ArrayLike<number>, first: number): number[] {
  return [...among].sort((a, b) => points[b]! - points[a]! || a - b).slice(0, first);
}

function others(among: readonly number[], item: number, person: number): number[] {
  const random = new Random(person + 1);
  const rest = among.filter((one) => one !== item);
  return Array.from({ length: Math.min(99, rest.length) }, () => rest.splice(random.below(rest.length), 1)[0]!);
}

function counts(world: World): Set<number>[] {
  const by = world.items.map(() => new Set<number>());
  world.chosen.forEach((choices, person) => choices.forEach(({ item }) => by[item]!.add(person)));
  return by;
}

function likenessWithin(list: readonly number[], chosenBy: readonly Set<number>[]): number {
  let [sum, pairs] = [0, 0];
  for (let a = 0; a < list.length; a++)
    for (let b = 0; b < a; b++) {
      const [one, other] = [chosenBy[list[a]!]!, chosenBy[list[b]!]!];
      let common = 0;
      for (const person of one.size < other.size ? one : other) if (one.has(person) && other.has(person)) common += 1;
      sum += common === 0 ? 0 : common / Math.sqrt(one.size * other.size);
      pairs += 1;
    }
  return pairs === 0 ? 0 : sum / pairs;
}
