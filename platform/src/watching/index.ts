export { atMostEvery } from './at-most-every';
export { BoundedNames } from './bounded-names';
export { type BusinessNumber, registerNumbers } from './business-numbers';
export { countedCache } from './counted-cache';
export { registerDatabase, StatementCounts } from './database-metrics';
export { type Count, Durations, type Family, Meter, type Reading, type Series } from './meter';
export { serveMetrics } from './serve-metrics';
export type { MetricsServer } from './metrics-server';
export { SubgraphMeter } from './subgraph-meter';
