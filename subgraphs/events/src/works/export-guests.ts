import { randomUUID } from 'node:crypto';
import { notAllowed, reserveFile, type Viewer } from '@marquee/platform';
import type { Work } from '../context';
import { holdRight } from '../modules/event/event-rights.store';
import { csvOfGuests } from '../modules/guest-export/guest-export.store';
import { noFilesHere } from '../modules/guest-export/guest-export.refusals';
import type { GuestExportInput, GuestExportResult } from '../modules/guest-export/guest-export.types';
import { isActive } from '../modules/person/person.store';

const KEPT_MS = 86_400_000;

/** A guest list that is written into a file: the row of the file first, then the file. */
export const exportGuests: Work<GuestExportInput, GuestExportResult> = {
  name: 'export-guests',
  async run({ kept, owner, input: { eventId, asker }, checkpoint, signal, chunk }) {
    const { files } = kept;
    if (!files) throw noFilesHere();
    const reserved =
      checkpoint ??
      (await chunk(async (step) => {
        if (!(await isActive(step.tx, owner))) throw notAllowed('This account is not active.');
        await holdRight(step, eventId, asker as Viewer, 'GUESTS');
        const expiresAt = new Date(step.now.getTime() + KEPT_MS);
        const key = `guest-exports/${randomUUID()}.csv`;
        await reserveFile(step, { key, owner, deleteAt: expiresAt });
        return { checkpoint: { key, guests: 0, expiresAt: expiresAt.toISOString() }, done: 0 };
      }));
    const { csv, guests } = await csvOfGuests(kept.db, eventId, signal);
    await files.put(reserved.key, csv);
    return chunk(async () => ({ checkpoint: { ...reserved, guests }, done: guests, total: guests }));
  },
};
