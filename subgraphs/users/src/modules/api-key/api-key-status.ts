import type { ApiKeyStatus } from '../../generated/resolvers';
import type { ApiKeyView } from './api-key.types';

/** Whether a key is good at a time. */
export const statusOf = ({ endedAt, expiresAt }: Pick<ApiKeyView, 'endedAt' | 'expiresAt'>, now: Date): ApiKeyStatus =>
  endedAt ? 'ENDED' : expiresAt <= now ? 'EXPIRED' : 'ACTIVE';

/** Until when the secret before the newest is good beside it; null when none is. */
export function previousUntil({ endedAt, expiresAt, secrets }: ApiKeyView, now: Date): Date | null {
  const until = secrets[1]?.until;
  if (!until || endedAt || until <= now) return null;
  return until < expiresAt ? until : expiresAt;
}
