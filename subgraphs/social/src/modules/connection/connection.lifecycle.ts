import type { ConnectionStatus } from '../../generated/prisma/client';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** How long a request waits for an answer. */
export const REQUEST_LASTS_MS = 30 * DAY_MS;
/** How long whoever was refused has to wait before asking again. */
export const REFUSAL_LASTS_MS = 30 * DAY_MS;

export interface ConnectionState {
  status: ConnectionStatus;
  requesterId: string;
  expiresAt: Date;
  respondedAt: Date | null;
}

/** An open request past its time is EXPIRED, also before the job has written it down. */
export const statusAt = (state: Pick<ConnectionState, 'status' | 'expiresAt'>, now: Date): ConnectionStatus =>
  state.status === 'PENDING' && state.expiresAt <= now ? 'EXPIRED' : state.status;

/** What asking for a connection comes to, given the row there is between the two. */
export type Asking = 'make' | 'renew' | 'keep' | 'accept' | 'connected' | 'refused-before' | 'hidden';

export function askingComesTo(state: ConnectionState | null, asker: string, now: Date): Asking {
  if (!state) return 'make';
  switch (statusAt(state, now)) {
    case 'PENDING':
      return state.requesterId === asker ? 'keep' : 'accept';
    case 'ACCEPTED':
      return 'connected';
    case 'BLOCKED':
      return 'hidden';
    case 'DECLINED':
      return state.requesterId === asker && now.getTime() < (state.respondedAt?.getTime() ?? 0) + REFUSAL_LASTS_MS
        ? 'refused-before'
        : 'renew';
    default:
      return 'renew';
  }
}

/** Does an accepted connection of this type make friends? */
export const makesFriends = (type: 'FRIEND' | 'PROFESSIONAL' | 'FAMILY'): boolean => type !== 'PROFESSIONAL';
