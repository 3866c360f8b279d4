import { randomUUID } from 'node:crypto';
import { isId, notAllowed, notFound } from '@marquee/platform';
import type { Context } from '../../context';
import type { Flag } from '../../generated/prisma/client';
import { isCurator } from '../event/event-visibility';
import { lockEvents, visibleEvent } from '../event/event.store';
import { currentWorkflow } from '../workflow/workflow.store';
import type { FlagEvent } from './flag.input';
import { alreadyFlagged } from './flag.refusals';
import { hideIfEnough, weightOfFlagger } from './flag.store';

export class FlagService {
  constructor(private readonly ctx: Context) {}

  /** For the person who raised it and for curators. */
  async byId(flagId: string): Promise<Flag | null> {
    const { loaders, caller, viewerId } = this.ctx;
    const flag = isId(flagId) ? await loaders.flagById.load(flagId) : null;
    return flag && (isCurator(caller.viewer) || (flag.flaggerId !== null && flag.flaggerId === viewerId)) ? flag : null;
  }

  async require(flagId: string): Promise<Flag> {
    const flag = await this.byId(flagId);
    if (!flag) throw notFound('This flag');
    return flag;
  }

  async raise(input: FlagEvent): Promise<Flag> {
    const { viewer } = this.ctx;
    const { eventId, reason } = input;
    const flagId = await this.ctx.change('flagEvent', input, async (step) => {
      const { tx, now: createdAt } = step;
      // Three people at once must count each other.
      await lockEvents(step, [eventId]);
      // Asked first: the flag may be what hid the event from the person since.
      const known = await tx.flag.findUnique({ where: { eventId_flaggerId: { eventId, flaggerId: viewer.id } } });
      if (known) throw alreadyFlagged(known);
      const seen = await visibleEvent(step, eventId, viewer);
      if (!seen) throw notFound('This event');
      if (seen.event.creatorId === viewer.id) throw notAllowed('You cannot flag your own event.');
      const workflow = await currentWorkflow(step, eventId);
      // The fact that made the event public makes its workflow, too.
      if (!workflow) throw notFound('This event');
      const weight = await weightOfFlagger(step, viewer.id);
      const flag = { id: randomUUID(), eventId, workflowId: workflow.id, flaggerId: viewer.id, reason, weight, createdAt };
      await tx.flag.create({ data: { ...flag, details: input.details || null } });
      await hideIfEnough(step, workflow, seen.event);
      return flag.id;
    });
    return this.require(flagId);
  }
}
