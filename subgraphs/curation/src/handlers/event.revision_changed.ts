import type { Handler } from '../context';
import { takeRevision } from '../modules/revision/revision.store';

/** A change of what is published is proposed: screened at once, then it goes on show, to a curator, or back. */
export const eventRevisionChanged: Handler<'event.revision_changed'> = ({ payload }, step) => takeRevision(step, payload);
