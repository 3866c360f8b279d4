import type { Job } from '../context';
import { endInvitations } from '../modules/group/group-invitation.store';

/** Few enough that the outbox rows of one transaction stay a small statement; the rest waits for the next turn. */
const AT_ONCE = 500;

/** Ends invitations to groups that have run out, and tells the other subgraphs. A query knows it without. */
export const expireInvitations: Job = {
  name: 'expire-invitations',
  everyMs: 60_000,
  run: ({ change }) => change((step) => endInvitations(step, { expiresAt: { lte: step.now } }, AT_ONCE)),
};
