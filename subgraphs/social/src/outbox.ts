import { createOutbox } from '@marquee/platform';
import type { Topics } from '@marquee/schema/topics';

/** Where this subgraph writes what happened, in the transaction that made it so. */
export const outbox = createOutbox<Topics>();
