import { Refusal } from '@marquee/platform';
import type { RoomRole } from '../../generated/prisma/client';

/** `speaksAgainAt`: where they are only to wait, until then. */
export const mayNotSpeak = (role: RoomRole, speaksAgainAt: Date | null = null) =>
  new Refusal(
    'MayNotSpeak',
    'NOT_ALLOWED_NOW',
    speaksAgainAt ? 'Wait a little before you say the next thing here.' : 'You can read here, but not write now.',
    { role, speaksAgainAt },
    { retryable: speaksAgainAt !== null },
  );
