import { reseal } from '@marquee/platform';
import type { Job } from '../context';
import { sealedColumns } from '../modules/sealing/sealed-columns';
import { sealings } from '../modules/sealing/sealing.store';

/** Encrypts what lies there in clear from before, and anew what an older key encrypted. In small steps: it goes on where a crash left it. */
export const sealFields: Job = {
  name: 'seal-fields',
  everyMs: 60 * 60 * 1000,
  async run({ kept, change }) {
    for (const seal of sealings) while (await change(seal));
    for (const column of sealedColumns) await reseal(kept.db.pool, kept.fields, column);
  },
};
