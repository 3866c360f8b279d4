import type { Job } from '../context';
import type { QueueEntry } from '../generated/prisma/client';
import { assigneesFor, type Assignee } from '../modules/assignment/assignee';
import { assignees } from '../modules/assignment/assignment.sql';
import { assignEntry } from '../modules/assignment/assignment.store';
import { queueEntries, unclaimedBehind } from '../modules/queue/queue-entries.sql';

const AT_ONCE = 100;
/** What waits further behind is not looked at: whoever is free has had enough to choose from. */
const MOST_PAGES = 20;

/**
 * Gives what nobody has to those who are available, the most urgent first, each in a transaction of its own. Two turns at once give nothing
 * twice, and somebody at most a little more than they can take.
 */
export const assignQueue: Job = {
  name: 'assign-queue',
  everyMs: 60_000,
  async run({ kept: { db, clock }, change }) {
    const now = clock.now();
    let people = await db.query<Assignee>(assignees(now));
    const isFree = () => people.some(({ load, capacity }) => load < capacity);
    let behind: [number, string] | null = null;
    for (let page = 0; page < MOST_PAGES && isFree(); page++) {
      const ids: { id: string }[] = await db.prisma.$queryRaw(queueEntries(...unclaimedBehind(behind, AT_ONCE, now)));
      const entries: QueueEntry[] = await db.prisma.queueEntry.findMany({ where: { id: { in: ids.map(({ id }) => id) } } });
      const entryById = new Map(entries.map((entry) => [entry.id, entry]));
      for (const { id } of ids) {
        const entry = entryById.get(id);
        const suited = entry ? assigneesFor(entry, people) : [];
        if (!entry || suited.length === 0) continue;
        const taker = await change((step) => assignEntry(step, entry, suited));
        people = people.map((person) => (person.userId === taker?.userId ? { ...person, load: person.load + 1 } : person));
      }
      const last = entryById.get(ids.at(-1)?.id ?? '');
      if (ids.length < AT_ONCE || !last) return;
      behind = [last.place, last.id];
    }
  },
};
