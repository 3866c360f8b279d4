import type { Handler } from '../context';

/** Answers for the door whether tickets can go back, until scans keep versions of their own: one that was used only by force. */
export const ticketReturnRequested: Handler<'ticket.return_requested'> = async ({ payload }, { tx, tell, now }) => {
  const { eventId, refundId, ticketIds, force } = payload;
  const used = await tx.ticketCopy.findMany({ where: { id: { in: ticketIds }, checkedInAt: { not: null } }, select: { id: true } });
  const usedIds = new Set(used.map(({ id }) => id));
  for (const ticketId of ticketIds) {
    const state = !usedIds.has(ticketId) ? 'RELEASED' : force ? 'REVOKED' : 'ADMITTED';
    const answer = { eventId, ticketId, version: force ? 2 : 1, state, at: now.toISOString(), refundId } as const;
    await tell({ topic: 'ticket.at_door', key: eventId, payload: answer });
  }
};
