import { idempotencyKey, z } from '@marquee/platform';

export const renewCalendarFeedInput = z.object({ idempotencyKey: idempotencyKey() });

export type RenewCalendarFeed = z.output<typeof renewCalendarFeedInput>;
