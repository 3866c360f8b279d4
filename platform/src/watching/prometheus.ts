import { collectDefaultMetrics, Registry, type Metric } from 'prom-client';
import type { Durations, Family, Meter, Series } from './meter';

/** Metrics of the process: registered once, however many services it has, because an observer (of garbage collection) cannot be removed. */
let ofProcess: Registry | undefined;

function processMetrics(): Registry {
  if (!ofProcess) collectDefaultMetrics({ register: (ofProcess = new Registry()) });
  return ofProcess;
}

interface WireValue {
  metricName?: string;
  labels: Record<string, string | number>;
  value: number;
}

/** One metric, and who has values of it. */
interface Shared {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly parts: (() => WireValue[] | Promise<WireValue[]>)[];
}

/**
 * What several meters have counted, as Prometheus reads it. A metric that more than one of them has stands there once, with the values
 * of all: the subgraphs of one process count the same things. With `ofProcess`, its own metrics (event loop lag, memory, garbage
 * collection) are beside them.
 */
export class PrometheusPage {
  private readonly registry: Registry;
  private readonly known = new Map<string, Shared>();

  constructor(
    private readonly meters: readonly Meter[],
    { ofProcess = true } = {},
  ) {
    this.registry = ofProcess ? Registry.merge([processMetrics()]) : new Registry();
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  text(): Promise<string> {
    // Each time, because a meter may have got further ones.
    this.registerNew();
    return this.registry.metrics();
  }

  private readonly seen = new WeakSet<object>();

  private registerNew(): void {
    for (const { counters, durations, readings, common } of this.meters) {
      for (const family of counters) this.part(family, 'counter', () => countsOf(family, common));
      for (const family of durations) this.part(family, 'histogram', () => rangesOf(family, common));
      for (const reading of readings)
        this.part(reading, reading.type, async () => [...(await reading.read())].map((series) => valueOf(reading.labels, series, common)));
    }
  }

  private part(source: { name: string; help: string }, type: Shared['type'], values: Shared['parts'][number]): void {
    if (this.seen.has(source)) return;
    this.seen.add(source);
    const { name, help } = source;
    const known = this.known.get(name);
    if (known) return void known.parts.push(values);
    const shared: Shared = { name, help, type, parts: [values] };
    this.known.set(name, shared);
    this.add({ name, get: async () => ({ name, help, type, values: await allOf(shared.parts) }) });
  }

  /** The registry takes any object with a name that returns its values; its own counters would hash labels with every request. */
  private add(metric: { name: string; get(): Promise<{ name: string; help: string; type: string; values: WireValue[] }> }): void {
    this.registry.registerMetric(metric as unknown as Metric);
  }
}

/** The text of one page, for who reads it once. The metrics of the process are not on it. */
export const metricsText = (...meters: readonly Meter[]): Promise<string> => new PrometheusPage(meters, { ofProcess: false }).text();

/** A part that cannot be read (its database is away) is left out: the others are needed all the more. */
const allOf = async (parts: Shared['parts']): Promise<WireValue[]> =>
  (await Promise.all(parts.map(async (read) => read()).map((values) => values.catch(() => [])))).flat();

const countsOf = ({ labels, members }: Family<{ readonly value: number }>, common: Meter['common']): WireValue[] =>
  [...members.values()].map(({ values, member }) => valueOf(labels, [values, member.value], common));

const valueOf = (labels: readonly string[], [values, value]: Series, common: Meter['common']): WireValue => ({
  labels: labelled(labels, values, common),
  value,
});

const rangesOf = ({ name, labels, members }: Family<Durations>, common: Meter['common']): WireValue[] =>
  [...members.values()].flatMap(({ values, member }) => {
    const own = labelled(labels, values, common);
    let below = 0;
    return [
      ...member.boundsSeconds.map((bound, range) => ({
        metricName: `${name}_bucket`,
        labels: { ...own, le: bound },
        value: (below += member.ranges[range]!),
      })),
      { metricName: `${name}_bucket`, labels: { ...own, le: '+Inf' }, value: member.count },
      { metricName: `${name}_sum`, labels: own, value: member.sumSeconds },
      { metricName: `${name}_count`, labels: own, value: member.count },
    ];
  });

const labelled = (labels: readonly string[], values: readonly string[], common: Meter['common']): Record<string, string> => ({
  ...common,
  ...Object.fromEntries(labels.map((label, index) => [label, values[index]!])),
});
