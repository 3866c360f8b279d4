import type { Handler } from '../context';
import { takeSubmission } from '../modules/submission/submission.store';

/** A creator asks for approval: screening, then the queue or, for a trusted creator, approval. */
export const eventSubmitted: Handler<'event.submitted'> = ({ payload: event }, step) => takeSubmission(step, event);
