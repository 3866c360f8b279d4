import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

/** Where the id of an erased person stays, and why. Nothing else of them does, anywhere. */
export const STAYS: Record<string, string> = {
  'users.erasures': 'the receipt, which keeps late facts out',
  'users.event_copies': 'who made an event: an id that leads nowhere',
  'events.events': 'the same',
  'events.event_search': 'the same',
  'events.people': 'a blank tombstone that keeps late facts out',
  'curation.person_copies': 'the same',
  'social.people': 'the same',
  'payments.people': 'the same',
  'curation.event_copies': 'who made an event',
  'curation.workflows': 'whose event was decided on: the history of the event',
  'curation.decisions': 'the same',
  'curation.queue_entries': 'whose published event is looked at again',
  'curation.cases': 'whose profile was reported: the history of what was decided',
  'curation.reports': 'the same, to who reported it',
  'payments.events': 'who made an event that was deleted before it was known',
};
/** Facts are forgotten after 90 days (platform/src/outbox/retention.ts): they hold ids, and those of drafts their titles. */
export const MESSAGING = ['outbox', 'inbox', 'dead_letters'];
const DRAFTS_TOLD = 'events.outbox';

/**
 * Where anything of an erased person lies in five databases, outboxes and inboxes among them, but what is listed above: `marks` are names and
 * addresses of theirs.
 */
export async function tracesIn(databaseUrls: Record<string, string>, id: string, marks: readonly string[]): Promise<string[]> {
  const left: string[] = [];
  for (const [subgraph, url] of Object.entries(databaseUrls)) {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      const { rows } = await client.query<{ name: string }>(
        `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
      );
      for (const { name } of rows)
        for (const mark of [id, ...marks]) {
          const known = await client.query(`SELECT 1 FROM "${name}" t WHERE t::text ILIKE '%' || $1 || '%' LIMIT 1`, [mark]);
          if (known.rowCount === 0) continue;
          const isId = mark === id;
          if (`${subgraph}.${name}` === DRAFTS_TOLD && !isId) continue;
          if (!(isId && (MESSAGING.includes(name) || `${subgraph}.${name}` in STAYS)))
            left.push(`${subgraph}.${name}: ${isId ? 'id' : mark}`);
        }
    } finally {
      await client.end();
    }
  }
  return left;
}

/** Files below a folder that hold one of these, in their name or in themselves. */
export function filesWith(folder: string, marks: readonly string[]): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesWith(path, marks);
    const content = readFileSync(path);
    return marks.some((mark) => entry.name.includes(mark) || content.includes(mark)) ? [path] : [];
  });
}
