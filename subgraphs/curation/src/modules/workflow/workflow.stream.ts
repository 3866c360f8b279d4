import { followState, isId, notFound } from '@marquee/platform';
import { givesRight, staffMay } from '@marquee/schema/rules/event-rights';
import { channels } from '../../channels';
import type { Context } from '../../context';
import type { Workflow } from '../../generated/prisma/client';
import { isCurator } from '../event/event-visibility';
import { toldVersion, type StatusPush } from './status-push';

/** One message of the stream. */
interface ToldStatus {
  /** Null before the first submission; that is nothing to tell. */
  workflow: Workflow | null;
  version: number;
}

/** The workflow of an event whenever its status changes, for as long as the viewer may see it. */
export async function followStatus(ctx: Context, eventId: string): Promise<AsyncIterableIterator<ToldStatus>> {
  const event = isId(eventId) ? await ctx.loaders.eventCopyById.load(eventId) : null;
  if (!event || event.deleted || !(await ctx.services.events.isInside(eventId))) throw notFound('This event');
  return followState<Context, StatusPush, ToldStatus>(ctx, {
    channel: channels.status(eventId),
    async look(fresh, push) {
      if (!(await isStillAllowed(fresh, eventId))) return null;
      const workflow = await fresh.loaders.currentWorkflowByEventId.load(eventId);
      if (!workflow) return { workflow, version: 0 };
      // A push speaks of its own version alone: the event may not have followed a later one that was found here.
      const isSettled = push?.version === toldVersion(workflow, 'settled');
      return { workflow, version: toldVersion(workflow, isSettled ? 'settled' : push ? 'early' : 'after a gap') };
    },
    versionOf: ({ version }) => version,
    // The first push is always told.
    version: 0,
    endsOn: [channels.rights(ctx.viewer.id)],
    // A claim and the decision that follows it are two messages.
    everyPush: true,
  });
}

/**
 * The role in the token is as old as the token; the copies of the person and of the event's team are newer. Staff need no role on the
 * event, so the person is looked at. Roles of everybody else are looked up together with the person.
 */
async function isStillAllowed({ kept, viewer, loaders }: Context, eventId: string): Promise<boolean> {
  if (!staffMay(viewer, 'SEE') && !staffMay(viewer, 'EDIT'))
    return givesRight((await loaders.viewerRolesByEventId.load(eventId))?.roles ?? [], 'EDIT');
  const person = await kept.db.prisma.personCopy.findUnique({ where: { userId: viewer.id } });
  return !person || (person.active && person.erasedAt === null && !(isCurator(viewer) && person.role === 'user'));
}
