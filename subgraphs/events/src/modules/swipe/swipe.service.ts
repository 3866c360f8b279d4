import type { Context } from '../../context';
import type { SwipeDirection } from '../../generated/prisma/enums';
import type { EventService } from '../event/event.service';
import type { EventRow } from '../event/event.types';
import { noteDeed } from '../interaction/interaction.store';
import type { Swipe, UndoSwipe } from './swipe.input';

/** What a swipe says of somebody's taste. */
const DEED_OF = { RIGHT: 'INTERESTED', UP: 'SAVE', DOWN: 'LIKE', LEFT: 'PASS' } as const;

export class SwipeService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventService,
  ) {}

  /** The latest swipe of a person on an event replaces the one before. */
  async swipe(input: Swipe): Promise<EventRow> {
    const { eventId, direction } = input;
    await this.events.require(eventId);
    await this.ctx.change('swipe', input, async (step) => {
      const { tx, now } = step;
      const key = { userId: this.ctx.viewer.id, eventId };
      const swiped = { direction, swipedAt: now };
      await tx.swipe.upsert({ where: { userId_eventId: key }, create: { ...key, ...swiped }, update: swiped });
      await noteDeed(step, this.ctx.viewer.id, eventId, DEED_OF[direction], 'SWIPE');
    });
    return this.events.afterChange(eventId);
  }

  async undo(input: UndoSwipe): Promise<EventRow> {
    const { eventId } = input;
    await this.events.require(eventId);
    await this.ctx.change('undoSwipe', input, async ({ tx }) => {
      const where = { userId: this.ctx.viewer.id, eventId };
      await tx.swipe.deleteMany({ where });
      await tx.archivedSwipe.deleteMany({ where });
    });
    return this.events.afterChange(eventId);
  }

  async ofViewer(event: EventRow): Promise<SwipeDirection | null> {
    return (await this.ctx.loaders.viewerSwipeByEventId.load(event.id))?.direction ?? null;
  }
}
