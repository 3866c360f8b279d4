import type { Basics } from '@marquee/platform';
import type { Settings } from './env';
import type { PrismaClient } from './generated/prisma/client';
import { EventTurns } from './modules/attendance/event-turns.kept';
import { ensureCategories } from './modules/category/category.store';

/** What lives as long as the process. */
export interface Kept extends Basics<PrismaClient, Settings> {
  eventTurns: EventTurns;
}

export async function keep(basics: Basics<PrismaClient, Settings>): Promise<Kept> {
  await ensureCategories(basics.db);
  return { ...basics, eventTurns: new EventTurns() };
}
