import { curation } from '@marquee/curation';
import { events } from '@marquee/events';
import { payments } from '@marquee/payments';
import type { SubgraphModule } from '@marquee/platform';
import { social } from '@marquee/social';
import { users } from '@marquee/users';

/** The five subgraphs, in the order in which they are started and listed. */
export const modules = [users, events, curation, social, payments] as unknown as readonly SubgraphModule[];

/** Where each listens when it is a process of its own, unless told otherwise. The gateway's default is 4000. */
export const DEFAULT_PORTS: Record<string, number> = { users: 4001, events: 4002, curation: 4003, social: 4004, payments: 4005 };
