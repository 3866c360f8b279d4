import { once, type z } from '@marquee/platform';
import type { Tools } from '../../context';
import type { SwipeDirection } from '../../generated/prisma/enums';
import type { EventRow } from '../event/event.row';
import type { VisibleEvents } from '../event/event.visible';
import type { swipeInput } from './swipe.input';

export class SwipeService {
  constructor(
    private readonly tools: Tools,
    private readonly visible: VisibleEvents,
  ) {}

  /** The latest swipe of a person on an event replaces the one before. */
  async swipe({ eventId, direction, idempotencyKey }: z.output<typeof swipeInput>): Promise<EventRow> {
    const { db, clock, viewer } = this.tools;
    const { id: userId } = viewer();
    const event = await this.visible.require(eventId);
    const key = { userId, eventId: event.id };
    const swiped = { direction, swipedAt: clock.now() };
    await db.transaction((tx) =>
      once(tx, { principal: userId, operation: 'swipe', key: idempotencyKey, args: { eventId: event.id, direction } }, async () => {
        await tx.swipe.upsert({ where: { userId_eventId: key }, create: { ...key, ...swiped }, update: swiped });
        return event.id;
      }),
    );
    return event;
  }

  async ofViewer(event: EventRow): Promise<SwipeDirection | null> {
    return (await this.tools.loaders.viewerSwipeByEventId.load(event.id))?.direction ?? null;
  }
}
