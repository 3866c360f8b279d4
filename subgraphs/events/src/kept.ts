import type { Basics, Count, Family } from '@marquee/platform';
import type { Settings } from './env';
import type { PrismaClient } from './generated/prisma/client';
import { EventTurns } from './modules/attendance/event-turns.kept';
import { CalendarFeeds } from './modules/calendar/calendar-feeds.kept';
import { CALENDARS } from './modules/calendar/calendar-route';
import { PassKeys } from './modules/pass/pass-keys.kept';
import { ensureCategories } from './modules/category/category.store';

/** What lives as long as the process. */
export interface Kept extends Basics<PrismaClient, Settings> {
  eventTurns: EventTurns;
  passKeys: PassKeys;
  calendarFeeds: CalendarFeeds;
  /** Events that were shown as recommendations, by type: personal, popular (to visitors), trending. */
  recommendations: Family<Count>;
}

export async function keep(basics: Basics<PrismaClient, Settings>): Promise<Kept> {
  await ensureCategories(basics.db);
  const recommendations = basics.meter.counter(
    'event_recommendations_total',
    'Events that were shown as recommendations, by type: personal, popular (to visitors), trending.',
    'recommendation_type',
  );
  return {
    ...basics,
    eventTurns: new EventTurns(),
    passKeys: new PassKeys(basics),
    calendarFeeds: new CalendarFeeds(basics),
    recommendations,
  };
}

/** Served beside GraphQL: the public keys of entry passes, for every door. */
export const resources = ({ passKeys }: Kept) => ({ '/.well-known/entry-passes.json': () => passKeys.jwks() });

/** Calendars for calendar programs, which do not sign in. */
export const publicHandlers = ({ calendarFeeds }: Kept) => ({ [`${CALENDARS}/*`]: calendarFeeds.answer });
