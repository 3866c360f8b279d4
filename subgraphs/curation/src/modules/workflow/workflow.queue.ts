import { invalidInput, isId, parsePage, type Page, type PageArguments, type Statement } from '@marquee/platform';
import type { CurationStatus } from '@marquee/schema/topics';
import type { Database } from '../../db';
import type { Workflow } from '../../generated/prisma/client';

/** The key of a place in the queue is the rank and, between equal ranks, the id; see queue.priority.ts for why the time is not in it. */
export function parseQueuePage(args: PageArguments): Page {
  const page = parsePage(args, { list: 'curationQueue', keyLength: 2 });
  const [rank, id] = page.from ?? [];
  if (page.from && !(typeof rank === 'number' && typeof id === 'string' && isId(id)))
    throw invalidInput('after', 'This is not a cursor of this list.');
  return page;
}

/** One page of the queue, most urgent first: the ids from the queue's own index, then their rows. */
export async function queuePage(db: Database, page: Page, statuses: readonly CurationStatus[] | null): Promise<Workflow[]> {
  const rows = await db.query<{ id: string }>(queueStatement(page, statuses));
  return db.prisma.workflow.findMany({
    where: { id: { in: rows.map((row) => row.id) } },
    orderBy: [{ queueRank: 'desc' }, { id: 'desc' }],
  });
}

export function queueStatement(page: Page, statuses: readonly CurationStatus[] | null): Statement {
  const from = page.from ? `(queue_rank, id) < ($1::float8, $2::uuid)` : '($1::float8 IS NULL AND $2::uuid IS NULL)';
  return {
    name: `curation_queue_${page.from ? 'from' : 'first'}`,
    text: `SELECT id FROM workflows
      WHERE in_queue AND ${from} AND ($3::text[] IS NULL OR status::text = ANY ($3))
      ORDER BY queue_rank DESC, id DESC LIMIT $4`,
    values: [page.from?.[0] ?? null, page.from?.[1] ?? null, statuses, page.limit + 1],
  };
}

export const queueLength = (db: Database, statuses: readonly CurationStatus[] | null): Promise<number> =>
  db.prisma.workflow.count({ where: { inQueue: true, ...(statuses && { status: { in: [...statuses] } }) } });
