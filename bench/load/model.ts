import { ASSUMED, dayOf, PEAK, perSecond, sessionsOf, type Kind } from './profile';

/** What was measured of an operation of the mixed day. */
export interface Measured {
  readonly productMs: number;
  readonly postgresMs: number;
  readonly statements: number;
  readonly bytes: number;
}

/** What the model takes for granted beside the day itself. */
export const TAKEN = {
  busy: { value: 0.6, says: 'of a core is used at the busiest hour, so that a lost process and a burst are borne' },
  coreRatio: { value: 1, says: 'cores elsewhere are as fast as this one; the product of two threads of one core counts as one' },
  late: { value: 0.7, says: 'of what is read by feed, list, search and page may be read from replicas (visitors, and what is marked so)' },
  ownCores: { value: 16, says: 'cores has a server of Postgres at most before its data is to be divided' },
  socketsEach: { value: 10_000, says: 'sockets are held by a gateway (bench:live)' },
  flat: {
    value: 1,
    says: 'statements cost the same with more rows: each is found by an index (plans.long), which deepens by a page for a hundred times the rows',
  },
  overhead: {
    value: 1.5,
    says: 'times as much CPU when gateway and subgraphs are processes of their own: each fetch is a request over HTTP (guessed; not measured here)',
  },
} as const;

const READS: readonly Kind[] = ['feed', 'browse', 'search', 'page'];

export interface Need {
  readonly people: number;
  readonly daily: number;
  readonly mean: number;
  readonly peak: number;
  readonly productCores: number;
  readonly primaryCores: number;
  readonly replicaCores: number;
  /** Servers of Postgres that changes are divided among: more than five, and one subgraph's data is to be divided. */
  readonly primaries: number;
  readonly statements: number;
  readonly sockets: number;
  readonly gateways: number;
  readonly gigabytesADay: number;
}

/** What a city, or all cities together, of so many people would need by what was measured. `reads` is the share of Postgres's work that reading is. */
export function needOf(people: number, measured: Measured, reads: number): Need {
  const [mean, peak] = [perSecond(people), perSecond(people) * PEAK];
  const cores = (ms: number) => (peak * ms) / 1_000 / TAKEN.busy.value;
  const postgres = cores(measured.postgresMs);
  const replicaCores = postgres * reads * TAKEN.late.value;
  const sockets = ((sessionsOf(people) * ASSUMED.sessionMinutes.value) / 1_440) * PEAK;
  const daily = Object.values(dayOf(people)).reduce((sum, count) => sum + count, 0);
  return {
    ...{ people, daily, mean, peak, replicaCores, sockets },
    productCores: cores(measured.productMs) * TAKEN.overhead.value,
    primaryCores: postgres - replicaCores,
    primaries: Math.max(1, Math.ceil((postgres - replicaCores) / TAKEN.ownCores.value)),
    statements: peak * measured.statements,
    gateways: Math.max(3, Math.ceil(sockets / TAKEN.socketsEach.value)),
    gigabytesADay: (daily * measured.bytes) / 1e9,
  };
}

/** Of Postgres's work the share that reading is, by what each kind costs alone. */
export function readShare(costs: ReadonlyMap<Kind, { statements: number }>): number {
  const day = dayOf(1);
  const sum = (kinds: Iterable<Kind>) => [...kinds].reduce((all, kind) => all + day[kind] * (costs.get(kind)?.statements ?? 0), 0);
  return sum(READS) / sum(costs.keys());
}
