import type { Handler } from '../context';
import { putBackGroup, removeGroup } from '../modules/group/group-report.store';
import { putBackMessage, takeAwayMessage } from '../modules/message/message-moderation.store';
import { decideComment, decidePost } from '../modules/post/post-moderation.store';

/** A moderator has decided about what is kept here: it is taken away, or put back. */
export const caseDecided: Handler<'case.decided'> = async ({ payload }, step) => {
  const { kind, subjectId, outcome } = payload;
  if (outcome === 'DISMISSED') return;
  const removed = outcome === 'REMOVED';
  const decidedAt = new Date(payload.decidedAt);
  if (kind === 'MESSAGE') await (removed ? takeAwayMessage : putBackMessage)(step, subjectId, decidedAt);
  if (kind === 'POST') await decidePost(step, subjectId, removed, decidedAt);
  if (kind === 'COMMENT') await decideComment(step, subjectId, removed, decidedAt);
  if (kind === 'GROUP') await (removed ? removeGroup : putBackGroup)(step, subjectId, decidedAt);
};
