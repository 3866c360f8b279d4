import type { Job } from '../context';
import { markExamined } from '../modules/image/examined-image.store';
import { screenPublished } from '../modules/submission/rescreening.store';

/**
 * Screens edits of published events, imported ones and those whose picture was measured, each in a transaction of its own: a few in each turn, so that thousands at once are
 * no burden. First what was decided about before, so that no import keeps what people edit waiting; then oldest first.
 */
export const screenDue: Job = {
  name: 'screen-due',
  everyMs: ({ settings }) => settings.CURATION_SCREEN_EVERY_MS,
  async run({ kept: { db, settings, spam }, change }) {
    for (let turns = 0; turns < settings.CURATION_SCREEN_BATCH && (await change(markExamined)); turns++);
    const due = await db.query<{ id: string; eventId: string }>({
      name: 'screening_due',
      text: 'SELECT id, event_id AS "eventId" FROM workflows WHERE screening_due ORDER BY decided_at IS NULL, created_at LIMIT $1',
      values: [settings.CURATION_SCREEN_BATCH],
    });
    // A process trains its classifier when it first needs it: better before a transaction than in one, which would wait idly.
    if (due.length > 0) await spam.current();
    for (const workflow of due) await change((step) => screenPublished(step, workflow));
  },
};
