import { setting, type z } from '../env';
import type { Runtime } from '../subgraph';

const urlSetting = (subgraph: string) => `DATABASE_REPLICA_URL_${subgraph.toUpperCase()}`;

/** Where a subgraph has a replica of its database, and how late what is read from it may be. */
export const replicaShape = (subgraph: string) =>
  ({
    [urlSetting(subgraph)]: setting.url('postgres', 'postgresql').optional(),
    REPLICA_LAG_MS: setting.whole(2_000, 200),
  }) satisfies z.ZodRawShape;

export function replicaOf(settings: Readonly<Record<string, unknown>>, subgraph: string): Runtime['replica'] {
  const url = settings[urlSetting(subgraph)];
  return typeof url === 'string' ? { url, maxLagMs: settings['REPLICA_LAG_MS'] as number } : undefined;
}
