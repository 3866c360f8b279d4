import { createHash } from 'node:crypto';
import { withinCategories } from '../category/category-tree';
import { normaliseTag } from '../tag/tag-name';
import { withHabits } from './feed-habits';
import type { Variant } from './feed-ranking';
import { wordsToLookFor } from './feed-suits';
import { NO_WISHES, type TimeOfDay, type Wishes } from './feed-wishes';
import type { FeedReader } from './feed.sql';
import type { Past, ReaderRow } from './taste.sql';

/** For whom a feed is put together, and what they have had to do with. */
export interface Reader extends Omit<FeedReader, 'alikeIds'> {
  past: readonly Past[];
  variant: Variant;
}

export function readerOf(userId: string, { isLearned, interests, latitude, longitude, wanted, past }: ReaderRow): Reader {
  const named = [...(interests ?? []), ...(wanted?.event_types ?? [])].map(normaliseTag).filter((interest) => interest !== '');
  const tags = named.filter((interest) => !withinCategories(interest));
  const wishes = wanted ? wishesOf(wanted) : NO_WISHES;
  return {
    userId,
    categorySlugs: [...new Set(named.flatMap((interest) => withinCategories(interest) ?? []))],
    tags,
    wishes: withHabits(wishes, past),
    home: latitude == null || longitude == null ? null : { latitude, longitude },
    chosenIds: past.flatMap(({ id, weight }) => (weight >= 1 ? [id] : [])),
    words: wordsToLookFor(past, tags),
    past,
    variant: isLearned ? variantOf(userId) : 'A',
  };
}

/** One person in two has B, always the same ones. */
const variantOf = (userId: string): Variant => (createHash('sha256').update(`feed-1:${userId}`).digest()[0]! % 2 === 0 ? 'A' : 'B');

function wishesOf(wanted: NonNullable<ReaderRow['wanted']>): Wishes {
  const {
    max_distance_km,
    price_min_minor: minMinor,
    price_max_minor: maxMinor,
    currency,
    times,
    price_sensitivity,
    social_preference,
  } = wanted;
  return {
    maxDistanceKm: max_distance_km,
    price: minMinor === null || maxMinor === null || currency === null ? null : { minMinor, maxMinor, currency },
    times: times as TimeOfDay[],
    priceSensitivity: price_sensitivity,
    socialPreference: social_preference,
  };
}
