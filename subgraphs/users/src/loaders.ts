import type { Database } from './db';

/** All loaders of this subgraph; one set for each request. */
export const createLoaders = (_db: Database) => ({});

export type Loaders = ReturnType<typeof createLoaders>;
