import type { RelationshipStatus, RelationshipType } from '../../generated/prisma/client';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** How long a request waits for an answer. */
export const REQUEST_LASTS_MS = 30 * DAY_MS;
/** How long a person who was refused has to wait before asking again. */
export const REFUSAL_LASTS_MS = 30 * DAY_MS;

export interface RelationshipState {
  status: RelationshipStatus;
  requesterId: string;
  expiresAt: Date;
  respondedAt: Date | null;
}

/** An open request past its time is EXPIRED, also before the job has written it down. */
export const statusAt = (state: Pick<RelationshipState, 'status' | 'expiresAt'>, now: Date): RelationshipStatus =>
  state.status === 'PENDING' && state.expiresAt <= now ? 'EXPIRED' : state.status;

/** From when until when a request made now waits. */
export const requestedAt = (now: Date) => ({ requestedAt: now, expiresAt: new Date(now.getTime() + REQUEST_LASTS_MS) });

/** What asking for a connection leads to, given the relationship that the two have. */
export type AskingOutcome = 'make' | 'renew' | 'keep' | 'accept' | 'connected' | 'refused-before' | 'hidden';

export function outcomeOfAsking(state: RelationshipState | null, askerId: string, now: Date): AskingOutcome {
  if (!state) return 'make';
  switch (statusAt(state, now)) {
    case 'PENDING':
      return state.requesterId === askerId ? 'keep' : 'accept';
    case 'ACCEPTED':
      return 'connected';
    case 'BLOCKED':
      return 'hidden';
    case 'DECLINED':
      return state.requesterId === askerId && now.getTime() < (state.respondedAt?.getTime() ?? 0) + REFUSAL_LASTS_MS
        ? 'refused-before'
        : 'renew';
    default:
      return 'renew';
  }
}

/** The other one of the two; null when `userId` is neither. */
export function otherOf({ requesterId, addresseeId }: { requesterId: string; addresseeId: string }, userId: string): string | null {
  if (requesterId === userId) return addresseeId;
  return addresseeId === userId ? requesterId : null;
}

/** Does an accepted relationship of this type make friends? */
export const makesFriends = (type: RelationshipType): boolean => type !== 'PROFESSIONAL';
