import { followPushes } from '@marquee/platform';
import { channels } from '../../channels';
import type { Context } from '../../context';
import type { QueueEntry } from '../../generated/prisma/client';
import type { SubjectKind } from '../../generated/prisma/enums';
import { mayJudge } from '../subject/subject-rights';
import type { QueuePush } from './queue-push';

export interface QueueChangeView {
  /** Null where changes were missed. */
  entryId: string | null;
  kind: SubjectKind | null;
  /** Null when it has left the queue. */
  entry: QueueEntry | null;
}

/** What happens in the queue to what the viewer may judge, for as long as they may. */
export function followQueue(ctx: Context): Promise<AsyncIterableIterator<QueueChangeView>> {
  return followPushes<Context, QueuePush, QueueChangeView>(ctx, {
    channel: channels.queue,
    async load({ entryId, kind, authorId }, fresh) {
      const judge = await judgeNow(fresh);
      if (!judge || !mayJudge(judge, kind) || authorId === fresh.viewer.id) return null;
      return { entryId, kind, entry: await fresh.services.queueEntries.present(entryId) };
    },
    onGap: () => Promise.resolve([{ entryId: null, kind: null, entry: null }]),
    allowed: async (fresh) => (await judgeNow(fresh)) !== null,
    endsOn: [channels.rights(ctx.viewer.id)],
  });
}

/** The role in the token is as old as the token; the copy of the person is newer. Null for who may judge nothing any more. */
async function judgeNow({ kept, viewer }: Context): Promise<{ role: string } | null> {
  const person = await kept.db.prisma.personCopy.findUnique({ where: { userId: viewer.id } });
  if (!person) return viewer;
  return person.active && person.erasedAt === null && mayJudge(person, 'EVENT') ? person : null;
}
