import type { Handler } from '../context';
import { messageSeenBy } from '../modules/message/message-moderation.store';
import { messageEvidence } from '../modules/message/message.facts';

/** Somebody has reported a message: curation is told what it says, if the reporter is where it was said. */
export const reportRaised: Handler<'report.raised'> = async ({ payload }, step) => {
  if (payload.kind !== 'MESSAGE') return;
  await step.tell(messageEvidence(payload, await messageSeenBy(step, payload.subjectId, payload.reporterId)));
};
