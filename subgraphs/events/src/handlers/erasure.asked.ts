import { erasureForeseen } from '@marquee/schema/rules/erasure';
import type { Handler } from '../context';
import { countedOn, neverOnShow } from '../modules/event/event-erasure.store';

/** Tells what erasing a person would do here. Their own events that are to come hold it up: guests count on somebody. */
export const erasureAsked: Handler<'erasure.asked'> = async ({ payload }, { tx, now, tell }) => {
  const { userId } = payload;
  const answers = await tx.attendance.count({ where: { userId } });
  const drafts = await tx.event.count({ where: neverOnShow(userId) });
  const others = (await tx.event.count({ where: { creatorId: userId } })) - drafts;
  const coming = await tx.event.count({ where: countedOn(userId, now) });
  const counted = [
    ['ATTENDANCES', 'GOES', answers],
    ['DRAFT_EVENTS', 'GOES', drafts],
    ['PUBLISHED_EVENTS', 'STAYS_NAMELESS', others],
  ] as const;
  await tell(erasureForeseen('events', payload, counted, [{ kind: 'UPCOMING_EVENTS', count: coming }]));
};
