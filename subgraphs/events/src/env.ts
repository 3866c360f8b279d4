import { setting, type z } from '@marquee/platform';

/** Settings of this subgraph alone; DATABASE_URL_EVENTS, REDIS_URL, PORT and the like are read by the platform. */
export const settings = {
  /** Hours a freed place is held for the head of the waiting list, when there is plenty of time. */
  OFFER_HOURS: setting.whole(24, 1),
  /** Minutes it is held at least, however near the start. */
  OFFER_SHORTEST_MINUTES: setting.whole(15, 1),
};

export type Settings = z.infer<z.ZodObject<typeof settings>>;

/** The only place where this package touches the process's environment. */
export const environment = process.env;
