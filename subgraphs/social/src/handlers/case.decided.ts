import type { Handler } from '../context';
import { putBackMessage, takeAwayMessage } from '../modules/message/message-moderation.store';

/** A moderator has decided about a reported message: its text is taken away, or put back. */
export const caseDecided: Handler<'case.decided'> = async ({ payload }, step) => {
  const { kind, subjectId, outcome } = payload;
  if (kind !== 'MESSAGE' || outcome === 'DISMISSED') return;
  const decidedAt = new Date(payload.decidedAt);
  await (outcome === 'REMOVED' ? takeAwayMessage(step, subjectId, decidedAt) : putBackMessage(step, subjectId, decidedAt));
};
