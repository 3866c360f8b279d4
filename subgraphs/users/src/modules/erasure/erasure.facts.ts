import type { FactOf } from '@marquee/platform';
import type { Topics } from '@marquee/schema/topics';

interface About {
  erasureId: string;
  userId: string;
}

/** The other subgraphs are asked what they keep. */
export const erasureAsked = (about: About): FactOf<Pick<Topics, 'erasure.asked'>> => ({
  topic: 'erasure.asked',
  key: about.userId,
  payload: about,
});

/** Everybody erases what they keep, and says so. */
export const userErased = (about: About): FactOf<Pick<Topics, 'user.erased'>> => ({
  topic: 'user.erased',
  key: about.userId,
  payload: about,
});
