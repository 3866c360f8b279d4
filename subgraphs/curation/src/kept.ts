import type { Basics } from '@marquee/platform';
import type { Settings } from './env';
import type { PrismaClient } from './generated/prisma/client';
import { SpamModels } from './modules/spam/spam-models.kept';
import { StatusAnnouncer } from './modules/workflow/workflow-announcer.kept';

/** What lives as long as the process. */
export interface Kept extends Basics<PrismaClient, Settings> {
  spam: SpamModels;
  announcer: StatusAnnouncer;
}

export function keep(basics: Basics<PrismaClient, Settings>): Kept {
  const { db, bus, settings, logger } = basics;
  return {
    ...basics,
    spam: new SpamModels(db, settings, logger),
    announcer: new StatusAnnouncer(bus, settings.CURATION_STATUS_GRACE_MS),
  };
}
