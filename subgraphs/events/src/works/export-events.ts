import { randomUUID } from 'node:crypto';
import { notAllowed, reserveFile } from '@marquee/platform';
import type { Work } from '../context';
import { FILES, fileOfEvents, holdOrganization } from '../modules/event-export/event-export.store';
import type { EventExportInput, EventExportResult } from '../modules/event-export/event-export.types';
import { noFilesHere } from '../modules/guest-export/guest-export.refusals';
import { isActive } from '../modules/person/person.store';

const KEPT_MS = 86_400_000;

/** Events that are written into a file: the row of the file first, then the file. After a crash it is written again, into the same file. */
export const exportEvents: Work<EventExportInput, EventExportResult> = {
  name: 'export-events',
  async run({ kept, owner, input, checkpoint, signal, chunk }) {
    const { files } = kept;
    if (!files) throw noFilesHere();
    const reserved =
      checkpoint ??
      (await chunk(async (step) => {
        if (!(await isActive(step.tx, owner))) throw notAllowed('This account is not active.');
        await holdOrganization(step, input);
        const expiresAt = new Date(step.now.getTime() + KEPT_MS);
        const key = `event-exports/${randomUUID()}.${FILES[input.format].ending}`;
        await reserveFile(step, { key, owner, deleteAt: expiresAt });
        return { checkpoint: { key, events: 0, expiresAt: expiresAt.toISOString() }, done: 0 };
      }));
    const told = (events: number) => chunk(async () => ({ checkpoint: { ...reserved, events }, done: events }));
    const { file, events } = await fileOfEvents(kept.db, input, signal, told);
    await files.put(reserved.key, file);
    return chunk(async (step) => {
      await holdOrganization(step, input);
      return { checkpoint: { ...reserved, events }, done: events, total: events };
    });
  },
};
