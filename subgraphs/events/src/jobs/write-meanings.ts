import type { Job } from '../context';
import { writeSomeMeanings } from '../modules/meaning/meaning.store';

/** Writes what new events are about, those whose text has changed, and all of them for a new model. */
export const writeMeanings: Job = {
  name: 'write-meanings',
  everyMs: 60_000,
  async run({ kept: { meanings }, change }) {
    const inUse = await meanings.current();
    // Small transactions: nobody waits long for a row. Version 0 knows no words.
    if (inUse.version > 0) while ((await change((step) => writeSomeMeanings(step, inUse))) > 0);
  },
};
