import type { Learner } from '@marquee/platform/learning';
import { factorise, foldIn, gramOf, pointsOf, USUAL, type Factors } from './implicit-factors';

/** Somebody chose an event. */
export interface Chosen {
  userId: string;
  eventId: string;
  weight: number;
  /** When the event ends, in milliseconds. */
  until: number;
}

/** Events by what people chose alike. Of nobody: there is no vector of a person in it. */
export interface TasteModel {
  factors: Factors;
  events: { id: string; until: number }[];
  indexOf: Map<string, number>;
}

export interface TasteFigures {
  /** Of people who were not learned from: whether the last thing they chose is among the first twenty. */
  hitRate: number;
  people: number;
}

/** So many events, those chosen most. */
const MOST_EVENTS = 20_000;
const FIRST = 20;

/** Examples are one person's choices each, in their order. */
export const tasteLearner: Learner<readonly Chosen[], TasteModel, TasteFigures> = {
  train(people) {
    const counts = new Map<string, { until: number; count: number }>();
    for (const { eventId, until } of people.flat()) counts.set(eventId, { until, count: (counts.get(eventId)?.count ?? 0) + 1 });
    const events = [...counts]
      .sort(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1))
      .slice(0, MOST_EVENTS)
      .map(([id, { until }]) => ({ id, until }));
    const indexOf = indexed(events);
    const preferences = people.flatMap((choices, person) =>
      choices.flatMap(({ eventId, weight }) => (indexOf.has(eventId) ? [{ person, thing: indexOf.get(eventId)!, weight }] : [])),
    );
    return { factors: factorise(preferences, people.length, events.length), events, indexOf };
  },
  write({ factors, events }) {
    const head = Buffer.from(JSON.stringify({ factors: factors.factors, events: events.map(({ id, until }) => [id, until]) }));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(head.length);
    return Buffer.concat([length, head, Buffer.from(factors.things.buffer, factors.things.byteOffset, factors.things.byteLength)]);
  },
  read(bytes) {
    const buffer = Buffer.from(bytes);
    const size = buffer.readUInt32LE(0);
    const { factors, events: told } = JSON.parse(buffer.subarray(4, 4 + size).toString()) as {
      factors: number;
      events: [string, number][];
    };
    const things = new Float32Array(buffer.buffer.slice(buffer.byteOffset + 4 + size, buffer.byteOffset + buffer.length));
    if (things.length !== told.length * factors) return null;
    const events = told.map(([id, until]) => ({ id, until }));
    return { factors: { factors, things, gram: gramOf(things, factors) }, events, indexOf: indexed(events) };
  },
  measure: (model, heldOut) =>
    hitRate(heldOut, (known) => {
      const points = tastePoints(model, known);
      return points ? rankedBy((at) => points(at), model.events) : [];
    }),
  baseline(heldOut, learned) {
    const counts = new Map<string, number>();
    for (const { eventId } of learned.flat()) counts.set(eventId, (counts.get(eventId) ?? 0) + 1);
    const ranked = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([id]) => id);
    return hitRate(heldOut, () => ranked);
  },
};

/** How well each event (by its number) suits somebody who chose these; null when none of them is known. */
export function tastePoints(model: TasteModel, chosen: readonly Pick<Chosen, 'eventId' | 'weight'>[]): ((at: number) => number) | null {
  const known = chosen.flatMap(({ eventId, weight }) => {
    const thing = model.indexOf.get(eventId);
    return thing === undefined || weight <= 0 ? [] : [{ thing, weight }];
  });
  const person = foldIn(model.factors, known, USUAL);
  return person && ((at) => pointsOf(model.factors, person, at));
}

const indexed = (events: readonly { id: string }[]) => new Map(events.map(({ id }, at) => [id, at]));

function rankedBy(points: (at: number) => number, events: readonly { id: string }[]): string[] {
  return events
    .map(({ id }, at) => ({ id, points: points(at) }))
    .sort((a, b) => b.points - a.points || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id);
}

function hitRate(people: readonly (readonly Chosen[])[], rank: (known: readonly Chosen[]) => string[]): TasteFigures {
  const asked = people.filter((choices) => choices.length >= 2);
  const hits = asked.filter((choices) => {
    const known = new Set(choices.slice(0, -1).map(({ eventId }) => eventId));
    return rank(choices.slice(0, -1))
      .filter((id) => !known.has(id))
      .slice(0, FIRST)
      .includes(choices.at(-1)!.eventId);
  });
  return { hitRate: asked.length === 0 ? 0 : hits.length / asked.length, people: asked.length };
}
