import { Random } from '../src/world/random';
import { City, type CityOptions } from './city';
import type { Kind, Operation, Outcome, Round } from './history';
import { invariants, type Invariant } from './invariants';
import { kinds } from './kinds';

export interface SweepOptions extends CityOptions {
  operations: number;
  seed: string;
  /** Rounds between two quiet points, at first: they take longer as there is more to look at, and come less often. */
  quietEvery?: number;
  /** Only these kinds of operations are drawn; left out: all. */
  only?: readonly string[];
  /** Kills a process at random now and then; only with `services`. */
  crash?: boolean;
  onProgress?: (sent: number) => void;
}

export interface Broken {
  invariant: string;
  details: string[];
}

export interface Report {
  sent: number;
  successes: number;
  quietPoints: number;
  crashes: number;
  broken: Broken[];
  /** What was sent up to the point where something broke, or all of it. */
  history: Round[];
  /** How often each outcome came back, by kind of operation. */
  outcomes: ReadonlyMap<string, number>;
}

const MOST_AT_ONCE = 6;
const CRASHES_A_ROUND = 0.03;
/** Of the rounds so far, the share after which it is looked at again: a run five times as long is looked at a few times more, not five. */
const LOOK_AGAIN_AFTER = 1 / 150;
const byName = new Map(kinds.map((kind) => [kind.name, kind]));

/** Lets people do random things until something breaks, or the number of operations is reached. */
export async function sweep({
  operations,
  seed,
  quietEvery = 12,
  crash = false,
  only,
  onProgress,
  ...options
}: SweepOptions): Promise<Report> {
  const random = new Random(`sweep ${seed}`);
  const drawn = only ? kinds.filter(({ name }) => only.includes(name)) : kinds;
  const city = await City.start(options);
  const history: Round[] = [];
  let [sent, quietPoints, crashes, nextQuiet] = [0, 0, 0, quietEvery];
  let broken: Broken[] = [];
  try {
    while (sent < operations && broken.length === 0) {
      const round = draw(random, drawn, city, { from: sent, count: Math.min(operations - sent, random.whole(1, MOST_AT_ONCE)) });
      history.push(round);
      const dying = crash && random.chance(CRASHES_A_ROUND) ? city.ground.crash?.((from) => random.pick(from)) : undefined;
      await Promise.all([send(city, round), dying]);
      if (dying) crashes++;
      sent += round.length;
      if (history.length >= nextQuiet || sent >= operations) {
        broken = await look(city);
        quietPoints++;
        nextQuiet = history.length + Math.max(quietEvery, Math.floor(history.length * LOOK_AGAIN_AFTER));
        onProgress?.(sent);
      }
    }
    return { sent, successes: city.known.acknowledged.length, quietPoints, crashes, broken, history, outcomes: city.known.codes };
  } finally {
    await city.stop();
  }
}

/** Sends a history again, in a new city, and looks at its end. */
export async function replay(history: readonly Round[], options: CityOptions, which?: string): Promise<Broken[]> {
  const city = await City.start(options);
  try {
    for (const round of history) await send(city, round);
    return await look(city, which);
  } finally {
    await city.stop();
  }
}

/** What many want at the same moment: places, tickets, the last word. */
const RUSHED = [
  'rsvp',
  'checkout',
  'joinGroup',
  'confirmPayment',
  'refundOrder',
  'checkIn',
  'decideReview',
  'cancelOrder',
  'requestConnection',
];
const RUSHES = 0.25;

/** Operations of several people, or, in a rush, one that all of them want at once. */
export function draw(random: Random, among: readonly Kind[], { known }: City, { from, count }: { from: number; count: number }): Round {
  if (among.length === kinds.length && random.chance(RUSHES)) {
    const kind = byName.get(random.pick(RUSHED))!;
    const drawn = kind.draw(random, known);
    if (drawn) {
      const own = ['rsvp', 'checkout', 'joinGroup', 'requestConnection'].includes(kind.name);
      const people = random.some(known.people, count).map(({ number }) => number);
      return Array.from({ length: Math.min(count, people.length) }, (_, n) => ({
        index: from + n,
        kind: kind.name,
        twice: false,
        ...drawn,
        ...(own ? { by: people[n]! } : {}),
        ...(kind.name === 'rsvp' ? { values: { status: 'GOING' } } : {}),
      }));
    }
  }
  const round: Round = [];
  for (let tries = 0; round.length < count && tries < count * 20; tries++) {
    const kind = random.weighted(among, ({ weight }) => weight);
    const drawn = kind.draw(random, known);
    if (drawn) round.push({ index: from + round.length, kind: kind.name, twice: random.chance(0.1), ...drawn });
  }
  return round;
}

export async function send(city: City, round: Round): Promise<void> {
  await Promise.all(
    round.map(async (operation) => {
      const kind = byName.get(operation.kind)!;
      const outcome = await kind.send(operation, city);
      if (outcome) take(city, operation, outcome);
    }),
  );
}

function take(city: City, operation: Operation, outcome: Outcome): void {
  const { known } = city;
  const name = `${operation.kind} ${outcome.code}`;
  known.codes.set(name, (known.codes.get(name) ?? 0) + 1);
  if (!outcome.success) return;
  byName.get(operation.kind)!.learn?.(operation, outcome, known);
  known.acknowledged.push({ operation, outcome });
}

/** Looks so often before something is called broken. */
const LOOKS = 3;

/**
 * Waits until nothing is under way, then checks. Time goes on meanwhile: a payment that takes its time may be due while it is looked at, on
 * a busy machine. So what is broken is looked at again after another rest, and is broken only if it stays so.
 */
async function look(city: City, which?: string): Promise<Broken[]> {
  await city.renewSignIns();
  let wanted: readonly Invariant[] = which ? invariants.filter(({ name }) => name === which) : invariants;
  let broken: Broken[] = [];
  for (let looks = 0; looks < LOOKS && wanted.length > 0; looks++) {
    await city.settle();
    broken = [];
    for (const { name, check } of wanted) {
      const details = await check(city);
      if (details.length > 0) broken.push({ invariant: name, details });
    }
    wanted = wanted.filter(({ name }) => broken.some(({ invariant }) => invariant === name));
  }
  return broken;
}
