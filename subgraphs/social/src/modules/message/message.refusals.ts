import { Refusal } from '@marquee/platform';
import type { RoomRole } from '../../generated/prisma/client';

export const mayNotSpeak = (role: RoomRole) =>
  new Refusal('MayNotSpeak', 'NOT_ALLOWED_NOW', 'You can read here, but not write now.', { role });
