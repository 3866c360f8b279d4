import type { FactOf } from '@marquee/platform';
import type { SearchMatched, Topics } from '@marquee/schema/topics';

export const searchMatched = (payload: SearchMatched): FactOf<Pick<Topics, 'search.matched'>> => ({
  topic: 'search.matched',
  key: payload.lookId,
  payload,
});
