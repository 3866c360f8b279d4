import { factorise, foldIn, pointsOf } from '../../src/modules/feed/implicit-factors';
import { rank } from '../../src/modules/feed/feed-ranking';
import { suitsOf } from '../../src/modules/feed/feed-suits';
import { heatAt } from '../../src/modules/feed/popularity';
import { tasteLearner, tastePoints, type TasteModel } from '../../src/modules/feed/taste-learner';

/** What a recommender learns from: choices in their order, by numbers of people and items. */
export interface World {
  people: number;
  /** What each item is called. */
  items: readonly { title: string; tags: readonly string[] }[];
  /** By person, the latest last. */
  chosen: readonly (readonly { item: number; weight: number; at: number }[])[];
}

/** Points of each item for one person at a time; the more, the better. */
export type Recommender = (person: number, at: number) => ArrayLike<number>;

export interface Rival {
  name: string;
  learn(world: World): Recommender;
}

const popularity: Rival = {
  name: 'popularity',
  learn(world) {
    const counts = new Float64Array(world.items.length);
    for (const choices of world.chosen) for (const { item } of choices) counts[item]! += 1;
    return () => counts;
  },
};

/** Cosine of who chose them, summed over what the person chose. */
const itemKnn: Rival = {
  name: 'item-kNN',
  learn(world) {
    const likeness = cosines(world);
    return (person) => {
      const points = new Float64Array(world.items.length);
      for (const { item } of world.chosen[person]!) {
        const row = likeness[item]!;
        for (let other = 0; other < points.length; other++) points[other]! += row[other]!;
      }
      return points;
    };
  },
};

const implicitAls: Rival = {
  name: 'implicit ALS',
  learn(world) {
    const preferences = world.chosen.flatMap((choices, person) => choices.map(({ item, weight }) => ({ person, thing: item, weight })));
    const factors = factorise(preferences, world.people, world.items.length);
    return (person) => {
      const vector = foldIn(
        factors,
        world.chosen[person]!.map(({ item, weight }) => ({ thing: item, weight })),
      );
      return Float64Array.from(world.items, (_, item) => (vector ? pointsOf(factors, vector, item) : 0));
    };
  },
};

/** Embarrassingly shallow autoencoder: B = I − P / diag(P), P the inverse of XᵀX + λ (Steck, 2019). */
const ease: Rival = {
  name: 'EASE',
  learn(world) {
    const n = world.items.length;
    const gram = Array.from({ length: n }, () => new Float64Array(n));
    for (const choices of world.chosen) for (const { item: a } of choices) for (const { item: b } of choices) gram[a]![b]! += 1;
    for (let a = 0; a < n; a++) gram[a]![a]! += EASE_LAMBDA;
    const inverse = inverted(gram);
    return (person) => {
      const points = new Float64Array(n);
      for (const { item } of world.chosen[person]!) {
        const row = inverse[item]!;
        for (let other = 0; other < n; other++) if (other !== item) points[other]! -= row[other]! / inverse[other]![other]!;
      }
      return points;
    };
  },
};
const EASE_LAMBDA = 50;

/** The feed itself: its ranking of events that are public, without friends, places and wishes, which no data set tells. */
const ours: Rival = {
  name: 'ours',
  learn(world) {
    const people = world.chosen.map((choices, person) =>
      choices.map(({ item, weight }) => ({ userId: String(person), eventId: String(item), weight, until: 0 })),
    );
    const model = tasteLearner.train(people) as TasteModel;
    const chosenBy: number[][] = world.items.map(() => []);
    world.chosen.forEach((choices, person) => choices.forEach(({ item }) => chosenBy[item]!.push(person)));
    const plain = world.items.map((item, at) => ({ ...NOTHING, ...item, id: String(at), creatorId: String(at), tags: [...item.tags] }));
    const pasts = world.chosen.map((choices) =>
      choices.map(({ item, weight, at }) => ({ ...plain[item]!, weight, at: new Date(at).toISOString(), startsAt: '' })),
    );
    const heat = heatOf(world);
    return (person, at) => {
      const past = pasts[person]!.toReversed().slice(0, 100);
      const now = new Date(at);
      const points = tastePoints(
        model,
        past.map(({ id, weight }) => ({ eventId: id, weight })),
      );
      const byId = points && ((id: string) => (model.indexOf.has(id) ? points(model.indexOf.get(id)!) : null));
      const peers = peersOf(world, chosenBy, person);
      const candidates = plain.map((item, n) => ({ ...item, peers: peers[n]!, heat: heat(n, at), startsAt: FAR }));
      const ranked = rank(candidates, { categorySlugs: [], tags: [] }, now, suitsOf(past, candidates, byId));
      const result = new Float64Array(world.items.length);
      ranked.forEach(({ id, score }, place) => (result[Number(id)] = score - place * 1e-9));
      return result;
    };
  },
};

const FAR = new Date('2100-01-01T00:00:00Z');
const NOTHING = {
  ...{ categorySlug: '', description: '', metres: null, latitude: null, longitude: null, friendsGoing: 0, timezone: 'UTC' },
  ...{ priceType: 'UNKNOWN', priceMin: null, priceCurrency: null },
};

/** As `event_popularity` has it: each choice counts half as much three days later. */
function heatOf(world: World): (item: number, now: number) => number | null {
  const moments: number[][] = world.items.map(() => []);
  for (const choices of world.chosen) for (const { item, at } of choices) moments[item]!.push(at);
  return (item, now) => {
    const sum = moments[item]!.reduce((total, at) => total + (at > now ? 0 : 3 * 2 ** (heatAt(new Date(at)) - heatAt(new Date(now)))), 0);
    return sum === 0 ? null : heatAt(new Date(now)) + Math.log2(sum);
  };
}

/** As the feed's statement has it: of the hundred who have most in common, how many chose each item. */
function peersOf(world: World, chosenBy: readonly (readonly number[])[], person: number): Float64Array {
  const common = new Map<number, number>();
  for (const { item } of world.chosen[person]!.slice(-30)) {
    for (const other of chosenBy[item]!.slice(0, 100)) if (other !== person) common.set(other, (common.get(other) ?? 0) + 1);
  }
  const peers = new Float64Array(world.items.length);
  const nearest = [...common].sort(([a, x], [b, y]) => y - x || a - b).slice(0, 100);
  for (const [other] of nearest) for (const { item } of world.chosen[other]!) peers[item]! += 1;
  return peers;
}

export const RIVALS: readonly Rival[] = [ours, popularity, itemKnn, implicitAls, ease];

function cosines(world: World): Float64Array[] {
  const n = world.items.length;
  const together = Array.from({ length: n }, () => new Float64Array(n));
  for (const choices of world.chosen) for (const { item: a } of choices) for (const { item: b } of choices) together[a]![b]! += 1;
  const counts = together.map((row, a) => row[a]!);
  return together.map((row, a) =>
    row.map((value, b) => (a === b || value === 0 ? 0 : value / (Math.sqrt(counts[a]! * counts[b]!) + SHRINK))),
  );
}
const SHRINK = 5;

/** Of a symmetric matrix that is positive definite, by Gauss and Jordan, in place. */
function inverted(matrix: Float64Array[]): Float64Array[] {
  const n = matrix.length;
  for (let k = 0; k < n; k++) {
    const pivot = matrix[k]!;
    const d = pivot[k]!;
    pivot[k] = 1;
    for (let b = 0; b < n; b++) pivot[b]! /= d;
    for (let a = 0; a < n; a++) {
      if (a === k) continue;
      const row = matrix[a]!;
      const factor = row[k]!;
      if (factor === 0) continue;
      row[k] = 0;
      for (let b = 0; b < n; b++) row[b]! -= factor * pivot[b]!;
    }
  }
  return matrix;
}
