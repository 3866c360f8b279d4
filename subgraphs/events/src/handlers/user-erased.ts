import type { FactHandler } from '@marquee/platform';
import type { UserErased } from '@marquee/schema/topics';
import type { SubgraphRuntime } from '../context';
import type { Tx } from '../db';
import { GuestList } from '../modules/attendance/guest-list';

/**
 * Forgets a person. Their answers go, and places they held go to the next in the queue; their drafts go. What they published stays, under
 * an id that leads nowhere. The tombstone keeps late facts from bringing anything back.
 */
export const userErased =
  (runtime: SubgraphRuntime): FactHandler<UserErased, Tx> =>
  async ({ payload: { userId }, headers }, { tx, after }) => {
    const correlationId = headers.correlationId ?? 'none';
    const answers = await tx.attendance.findMany({ where: { userId }, select: { eventId: true } });
    // In one order, so that two erasures that meet on the same events take their locks one behind the other.
    for (const eventId of answers.map((answer) => answer.eventId).sort()) {
      const list = await GuestList.open({ runtime, tx, after, correlationId }, eventId);
      const answer = await list?.find(userId);
      if (!list || !answer) continue;
      await list.remove(answer);
      await list.save();
    }
    await tx.ticket.deleteMany({ where: { userId } });
    await tx.swipe.deleteMany({ where: { userId } });
    await tx.eventInvitation.deleteMany({ where: { userId } });
    await tx.groupMember.deleteMany({ where: { userId } });
    const edges = await tx.personEdge.findMany({ where: { userId }, select: { connectionId: true } });
    await tx.personEdge.deleteMany({ where: { connectionId: { in: edges.map(({ connectionId }) => connectionId) } } });
    await tx.event.deleteMany({ where: { creatorId: userId, status: 'DRAFT' } });
    const tombstone = {
      version: 0,
      username: '',
      displayName: '',
      active: false,
      interests: [],
      latitude: null,
      longitude: null,
      erased: true,
    };
    await tx.person.upsert({ where: { id: userId }, create: { id: userId, ...tombstone }, update: tombstone });
  };
