import type { Handler } from '../context';
import { giveEvidence } from '../modules/case/case-intake.store';

/** Its owner tells what a reported subject says, or that the reporter may see nothing of that id. */
export const reportEvidence: Handler<'report.evidence'> = ({ payload }, step) => giveEvidence(step, payload.reportId, payload);
