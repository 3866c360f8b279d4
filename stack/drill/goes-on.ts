import { republish } from '@marquee/platform';
import { City, poolOf } from '../sweep/city';
import { DATABASES, type DatabaseName } from '../sweep/ground';
import { invariants } from '../sweep/invariants';
import type { Person } from '../sweep/known';

/** How the product stands on what was restored. */
export interface GoesOn {
  /** Facts that were committed and not published at the moment: they are sent now. */
  waited: number;
  /** Facts that were published again, which everybody had taken in already, and what changed by it. */
  republished: number;
  takenInTwice: number;
  /** Invariants of the sweep that hold, and those that ask what people did after the moment, too, which nobody can say. */
  held: number;
  notAsked: number;
  signedIn: boolean;
  faults: string[];
  /** Invariants that the source itself had broken. */
  brokenBefore: string[];
}

interface Place {
  databaseUrls: Record<DatabaseName, string>;
  settings: Readonly<Record<string, string>>;
  /** How far the clock of the product was ahead. */
  offset: number;
  walkers: readonly Person[];
  /** What the source itself has broken is no fault of its backup. */
  brokenBefore: readonly string[];
}

/** Starts the product on what was restored, lets what waits arrive, publishes all again, and looks at every invariant. */
export async function goesOn({ databaseUrls, settings, offset, walkers, brokenBefore }: Place): Promise<GoesOn> {
  const pools = DATABASES.map((name) => poolOf(databaseUrls[name]));
  const sum = async (text: string) => {
    const counts = await Promise.all(pools.map((pool) => pool.query<{ n: number }>(text)));
    return counts.reduce((all, { rows }) => all + rows[0]!.n, 0);
  };
  let city: City | undefined;
  try {
    const waited = await sum('SELECT count(*)::int AS n FROM outbox WHERE published_at IS NULL');
    city = await City.start({ people: 0, databaseUrls, settings });
    city.ground.clock!.advance(offset);
    await Promise.all(Object.values(city.known.staff).map((person) => city!.signIn(person as Person)));
    await city.settle();
    const told = async () =>
      [await sum('SELECT count(*)::int AS n FROM inbox'), await sum('SELECT count(*)::int AS n FROM outbox')] as const;
    const before = await told();
    let republished = 0;
    for (const pool of pools) republished += await republish(pool, { since: new Date(0) });
    await city.settle();
    const after = await told();
    const takenInTwice = after[0] - before[0] + (after[1] - before[1]);
    const looked = await look(city);
    const walker = walkers.find((person) => !person.suspended && !person.factor);
    const signedIn = walker !== undefined && (await city.signIn(walker));
    const faults = [
      ...looked.broken.filter(({ name }) => !brokenBefore.includes(name)).map(({ name, detail }) => `${name}: ${detail}`),
      ...(takenInTwice === 0 ? [] : [`facts that were published again had ${takenInTwice} effects`]),
      ...(signedIn ? [] : [`${walker?.username ?? 'nobody'} could not sign in`]),
    ];
    return {
      ...{ waited, republished, takenInTwice, held: looked.held, notAsked: looked.notAsked, signedIn },
      faults,
      brokenBefore: [...brokenBefore],
    };
  } finally {
    await city?.stop();
    await Promise.all(pools.map((pool) => pool.end()));
  }
}

export interface Looked {
  held: number;
  notAsked: number;
  broken: { name: string; detail: string }[];
}

/** What was said to people after the moment is not so: checks that remember it are left out. */
export async function look(city: City): Promise<Looked> {
  let remembers = false;
  const remembering = <T>(value: T) => ({
    get: () => {
      remembers = true;
      return value;
    },
  });
  Object.defineProperties(city.known, {
    acknowledged: remembering([]),
    of: remembering(() => []),
    made: remembering(() => undefined),
    people: remembering([]),
  });
  const looked = { held: 0, notAsked: 0, broken: [] } as Looked;
  for (const { name, check } of invariants) {
    remembers = false;
    const details = await check(city).catch((error: unknown) => {
      if (remembers) return [];
      throw error;
    });
    if (remembers) looked.notAsked++;
    else if (details.length === 0) looked.held++;
    else looked.broken.push({ name, detail: details[0]! });
  }
  return looked;
}
