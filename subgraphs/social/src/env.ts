import { setting, type z } from '@marquee/platform';

/** Settings of this subgraph alone; DATABASE_URL_SOCIAL, REDIS_URL, PORT and the like are read by the platform. */
export const settings = {
  /** How long somebody counts as writing after they last said so. */
  TYPING_LASTS_MS: setting.whole(2_000, 10),
  /** How long a sign of life holds; clients and live streams give one in half that time. */
  PRESENCE_LEASE_MS: setting.whole(60_000, 100),
  /** How long a session that nothing is done with shows ONLINE, before it shows AWAY. */
  PRESENCE_AWAY_MS: setting.whole(300_000, 1_000),
  /** So many groups, invitations to groups and strangers a new account may make, send and write to in an hour; a known one twice, a trusted one ten times as many. */
  NEW_ACCOUNT_GROUPS: setting.whole(5, 1),
  NEW_ACCOUNT_GROUP_INVITATIONS: setting.whole(30, 1),
  NEW_ACCOUNT_MESSAGE_REQUESTS: setting.whole(10, 1),
  /** Posts and comments, likewise. */
  NEW_ACCOUNT_POSTS: setting.whole(20, 1),
  /** Rooms of several and strangers brought into them, likewise. */
  NEW_ACCOUNT_ROOMS: setting.whole(10, 1),
};

export type Settings = z.infer<z.ZodObject<typeof settings>>;

/** The only place where this package touches the process's environment. */
export const environment = process.env;
