import type { Basics } from '@marquee/platform';
import type { Settings } from './env';
import type { PrismaClient } from './generated/prisma/client';
import { SpamModel } from './modules/spam/spam-model.kept';
import { StatusAnnouncer } from './modules/workflow/workflow-announcer.kept';

/** What lives as long as the process. */
export interface Kept extends Basics<PrismaClient, Settings> {
  spam: SpamModel;
  announcer: StatusAnnouncer;
}

export function keep(basics: Basics<PrismaClient, Settings>): Kept {
  const { bus, settings } = basics;
  const spam = new SpamModel(basics);
  // Beside the start: a screening has a transaction open and should not wait for the first training. Why it failed, the screening tells.
  spam.current().catch(() => {});
  return {
    ...basics,
    spam,
    announcer: new StatusAnnouncer(bus, settings.CURATION_STATUS_GRACE_MS),
  };
}
