import { conflict, isId, notFound } from '@marquee/platform';
import type { Context } from '../../context';
import type { EventRevision } from '../../generated/prisma/client';
import type { WithdrawEventRevision } from './event-revision.input';
import { changesOf, endRevision } from './event-revision.store';
import type { RevisionView } from './event-revision.types';
import { holdRight } from './event-rights.store';
import type { EventService } from './event.service';
import { changeEvent, lockEvent } from './event.store';
import type { EventRow } from './event.types';

/** Proposed changes of what is published. */
export class RevisionService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventService,
  ) {}

  async byId(id: string): Promise<RevisionView | null> {
    const revision = isId(id) ? await this.ctx.loaders.revisionById.load(id) : null;
    const event = revision && (await this.events.byId(revision.eventId));
    return event && (await this.events.mayReadDrafts(event)) ? this.view(event, revision) : null;
  }

  /** The one that waits; null where the viewer may not know of it. */
  async pendingOf(event: EventRow): Promise<RevisionView | null> {
    if (!(await this.events.mayReadDrafts(event))) return null;
    return this.view(event, await this.ctx.loaders.pendingRevisionByEventId.load(event.id));
  }

  /** The last one, whatever became of it; null where the viewer may not know of it. */
  async latestOf(event: EventRow): Promise<RevisionView | null> {
    if (!(await this.events.mayReadDrafts(event))) return null;
    return this.view(event, await this.ctx.loaders.latestRevisionByEventId.load(event.id));
  }

  async withdraw(input: WithdrawEventRevision): Promise<EventRow> {
    const { viewer } = this.ctx;
    const known = await this.byId(input.revisionId);
    if (!known) throw notFound('This change');
    const eventId = await this.ctx.change('withdrawEventRevision', input, async (step) => {
      const event = await lockEvent(step, known.eventId);
      if (!event) throw notFound('This change');
      await holdRight(step, event.id, viewer, 'EDIT');
      const revision = await step.tx.eventRevision.findUnique({ where: { id: known.id } });
      // Its author was erased meanwhile.
      if (!revision) throw notFound('This change');
      if (revision.status === 'WITHDRAWN') return event.id;
      if (revision.status !== 'PENDING') throw conflict('This change was decided or replaced meanwhile. Read it again.');
      // A new version: those who have read the event know of the change that is gone.
      await endRevision(step, await changeEvent(step, event, {}, 'UPDATED', viewer.id), revision, 'WITHDRAWN');
      return event.id;
    });
    return this.events.afterChange(eventId);
  }

  private view(event: EventRow, revision: EventRevision | null): RevisionView | null {
    return revision && { ...revision, content: { ...event, ...changesOf(revision) } };
  }
}
