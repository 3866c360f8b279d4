import { reseal } from '@marquee/platform';
import type { Job } from '../context';

const SEALED = [
  { table: 'pass_keys', column: 'sealed_private', key: 'kid' },
  { table: 'calendar_feeds', column: 'sealed_token', key: 'user_id' },
  { table: 'event_lotteries', column: 'sealed_seed', key: 'event_id' },
  { table: 'event_sources', column: 'sealed_token', key: 'id' },
];

/** Encrypts anew what an older key encrypted. In small steps: it goes on where a crash left it. */
export const sealFields: Job = {
  name: 'seal-fields',
  everyMs: 60 * 60 * 1000,
  async run({ kept }) {
    for (const column of SEALED) await reseal(kept.db.pool, kept.fields, column);
  },
};
