import { Refusal } from '@marquee/platform';
import type { Flag } from '../../generated/prisma/client';

/** A flag cannot be changed, so nothing that the viewer does helps. */
export const alreadyFlagged = (flag: Flag) =>
  new Refusal('AlreadyFlagged', 'CONFLICT', 'You have flagged this event before.', { flag }, { nextStep: null });
