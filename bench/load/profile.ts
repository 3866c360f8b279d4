/** What people do; each is one operation of the clients, `buy` two. */
export const KINDS = ['swipe', 'feed', 'browse', 'search', 'page', 'answer', 'buy', 'chat', 'befriend', 'follow'] as const;
export type Kind = (typeof KINDS)[number];

/** What is taken for granted, in the words of the report. From the KPIs where it says so, otherwise guessed: change it and measure again. */
export const ASSUMED = {
  weeklyActive: { value: 0.6, says: 'of the people of a city come in a week (X164)' },
  dailyOfWeekly: { value: 1 / 3, says: 'of those come on a day (guessed)' },
  sessionsADay: { value: 1.5, says: 'sessions has each of them (guessed)' },
  sessionMinutes: { value: 8, says: 'minutes does a session last (guessed)' },
  swipesASession: { value: 10, says: 'swipes are in a session (X161)' },
  rightSwipes: { value: 0.3, says: 'of the swipes are to the right (guessed)' },
  rightSwipesGoing: { value: 0.15, says: 'of those lead to an answer (X163)' },
  ticketed: { value: 0.1, says: 'of the answers are a ticket that is bought (guessed)' },
  feedsASession: { value: 1.5, says: 'pages of the feed are read in a session (guessed; ten swipes are of one page)' },
  browsesASession: { value: 1, says: 'lists without words are looked through (guessed)' },
  searchesASession: { value: 0.5, says: 'searches by words (guessed)' },
  pagesASession: { value: 2, says: 'pages of events are opened (guessed)' },
  messagesASession: { value: 2, says: 'messages are written (guessed)' },
  followsASession: { value: 0.3, says: 'live streams are opened (guessed)' },
  addFriends: { value: 0.3, says: 'of all people add a friend (X162), one a month (guessed)' },
} as const;

/** How the day's sessions fall on its hours, from midnight on (guessed: few at night, noon, most in the evening). */
export const HOURS: readonly number[] = [
  1.2, 0.7, 0.4, 0.3, 0.3, 0.5, 1.3, 2.8, 4.2, 4.3, 4.2, 4.6, 5.8, 5.4, 4.6, 4.5, 4.9, 6.2, 7.8, 8.9, 9.3, 8.4, 6.1, 3.3,
];

/** How often each is done on a day by a city of so many people. */
export function dayOf(people: number): Record<Kind, number> {
  const a = ASSUMED;
  const sessions = sessionsOf(people);
  const swipe = sessions * a.swipesASession.value;
  const answers = swipe * a.rightSwipes.value * a.rightSwipesGoing.value;
  return {
    swipe,
    feed: sessions * a.feedsASession.value,
    browse: sessions * a.browsesASession.value,
    search: sessions * a.searchesASession.value,
    page: sessions * a.pagesASession.value,
    answer: answers * (1 - a.ticketed.value),
    buy: answers * a.ticketed.value,
    chat: sessions * a.messagesASession.value,
    befriend: (people * a.addFriends.value) / 30,
    follow: sessions * a.followsASession.value,
  };
}

export const sessionsOf = (people: number) =>
  people * ASSUMED.weeklyActive.value * ASSUMED.dailyOfWeekly.value * ASSUMED.sessionsADay.value;

/** Operations a second of a city, in one hour or over the day. */
export function perSecond(people: number, hour?: number): number {
  const all = Object.values(dayOf(people)).reduce((sum, count) => sum + count, 0);
  return hour === undefined ? all / 86_400 : (all * shareOf(hour)) / 3_600;
}

export const shareOf = (hour: number): number => HOURS[hour]! / HOURS.reduce((sum, weight) => sum + weight, 0);

/** Of the busiest hour against the mean. */
export const PEAK = Math.max(...HOURS.map((_, hour) => shareOf(hour))) * 24;

/** One kind, drawn as often as it is done. `chance` is from 0 to 1. */
export function drawKind(chance: number): Kind {
  const day = dayOf(1);
  let left = chance * Object.values(day).reduce((sum, count) => sum + count, 0);
  for (const kind of KINDS) if ((left -= day[kind]) < 0) return kind;
  return 'swipe';
}
