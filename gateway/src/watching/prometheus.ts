import { collectDefaultMetrics, Registry, type Metric } from 'prom-client';
import type { Family, Durations, Meter } from './meter';

/** Metrics of the process: registered once, however many gateways it has, because an observer (of garbage collection) cannot be removed. */
let ofProcess: Registry | undefined;

function processMetrics(): Registry {
  if (!ofProcess) collectDefaultMetrics({ register: (ofProcess = new Registry()) });
  return ofProcess;
}

/** The metrics as Prometheus reads them, and those of the process (event loop lag, memory, garbage collection) beside them. */
export class PrometheusPage {
  private readonly registry = Registry.merge([processMetrics()]);

  constructor(meter: Meter) {
    for (const family of meter.counters)
      this.register(family, 'counter', () => [...family.members.values()].map(({ values, member }) => [values, member.value] as const));
    for (const gauge of meter.gauges) this.register(gauge, 'gauge', () => gauge.read());
    for (const family of meter.durations) this.registerDurations(family);
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  private register(
    { name, help, labels }: { name: string; help: string; labels: readonly string[] },
    type: 'counter' | 'gauge',
    read: () => Iterable<readonly [values: readonly string[], value: number]>,
  ): void {
    this.add({
      name,
      get: async () => ({
        name,
        help,
        type,
        values: [...read()].map(([values, value]) => ({ labels: labelled(labels, values), value })),
      }),
    });
  }

  private registerDurations({ name, help, labels, members }: Family<Durations>): void {
    this.add({
      name,
      get: async () => ({
        name,
        help,
        type: 'histogram',
        values: [...members.values()].flatMap(({ values, member }) => {
          const own = labelled(labels, values);
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
        }),
      }),
    });
  }

  /** The registry takes any object with a name that returns its values; its own counters would hash labels with every request. */
  private add(metric: { name: string; get(): Promise<{ name: string; help: string; type: string; values: unknown[] }> }): void {
    this.registry.registerMetric(metric as unknown as Metric);
  }
}

const labelled = (labels: readonly string[], values: readonly string[]): Record<string, string> =>
  Object.fromEntries(labels.map((label, index) => [label, values[index]!]));
