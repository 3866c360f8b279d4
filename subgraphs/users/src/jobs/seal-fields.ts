import { reseal } from '@marquee/platform';
import type { Job } from '../context';
import { sealedColumns } from '../modules/sealing/sealed-columns';
import { sealBirthDates } from '../modules/sealing/sealing.store';

/** Encrypts what lies there in clear from before, and anew what an older key encrypted. In small steps: it goes on where a crash left it. */
export const sealFields: Job = {
  name: 'seal-fields',
  everyMs: 60 * 60 * 1000,
  async run({ kept, change }) {
    while (await change(sealBirthDates));
    for (const column of sealedColumns) await reseal(kept.db.pool, kept.fields, column);
  },
};
