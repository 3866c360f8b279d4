import type { ReportRaised } from '@marquee/schema/topics';
import type { Handler, Step } from '../context';
import { groupSeenBy } from '../modules/group/group-report.store';
import { messageSeenBy } from '../modules/message/message-moderation.store';
import { messageEvidence } from '../modules/message/message.facts';
import { commentSeenBy, postSeenBy } from '../modules/post/post-moderation.store';
import { reportEvidence } from '../modules/report/report.facts';

const FINDERS = { POST: postSeenBy, COMMENT: commentSeenBy, GROUP: groupSeenBy };

/** Somebody has reported what is kept here: curation is told what it says, if the reporter may see it. */
export const reportRaised: Handler<'report.raised'> = async ({ payload }, step) => {
  if (payload.kind === 'MESSAGE')
    await step.tell(messageEvidence(payload, await messageSeenBy(step, payload.subjectId, payload.reporterId)));
  else if (isOfOurs(payload)) await tellEvidence(step, payload);
};

type OfOurs = ReportRaised & { kind: keyof typeof FINDERS };
const isOfOurs = (raised: ReportRaised): raised is OfOurs => raised.kind in FINDERS;

async function tellEvidence(step: Step, raised: OfOurs): Promise<void> {
  await step.tell(reportEvidence(raised, await FINDERS[raised.kind](step, raised.subjectId, raised.reporterId)));
}
