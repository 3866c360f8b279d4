import type { z } from '@marquee/platform';

/** Settings of this subgraph alone; DATABASE_URL_CURATION, REDIS_URL, PORT and the like are read by the platform. */
export const settings = {};

export type Settings = z.infer<z.ZodObject<typeof settings>>;

/** The only place where this package touches the process's environment. */
export const environment = process.env;
