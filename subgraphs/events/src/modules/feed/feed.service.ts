import { foreignCursor, invalidInput, Keyset, type Connection, type Page, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import { withinCategories } from '../category/category-tree';
import type { EventNode, EventRow } from '../event/event.types';
import { normaliseTag } from '../tag/tag.input';
import type { Trending } from './feed.input';
import { rank, type Ranked } from './feed-ranking';
import { spreadOrganisers } from './feed-spread';
import { candidatesSql, dealtWithSql, trendingSql, type Candidate, type FeedReader } from './feed.sql';

export interface FeedItem extends Omit<Ranked, 'id' | 'creatorId'> {
  event: EventNode;
}

/** A feed as it was put together at one moment: only so are its pages parts of one list. */
interface Feed {
  asOf: Date;
  items: Ranked[];
}

/** Positions in a remembered list; `asOf` says which list, in milliseconds since 1970. */
const feedPositions = new Keyset('feed', { asOf: 'number', position: 'integer', id: 'id' }, 'least first');

const MOST = 200;
/** As long the list is remembered for its further pages; afterwards it is put together again, as of the same moment. */
const REMEMBERED_SECONDS = 600;
const VALID_MS = 86_400_000;
const VISITORS_SHARE_MS = 60_000;

export class FeedService {
  constructor(private readonly ctx: Context) {}

  async page(args: PageArguments): Promise<Connection<FeedItem>> {
    const now = this.ctx.kept.clock.now();
    const page = feedPositions.page(args);
    const start = startOf(page, now);
    const feed = await this.feed(now, start);
    const left = await this.stillOpen(feed, start);
    // More than are asked for, because some may be over or taken down by now.
    const events = await this.eventsOf(left.slice(0, page.limit * 2 + 1), now);
    const shown = left.flatMap((item) => {
      const event = events.get(item.id);
      const position = feed.items.findIndex(({ id }) => id === item.id);
      return event ? [{ ...item, event, asOf: feed.asOf.getTime(), position }] : [];
    });
    this.ctx.kept.recommendations.with(this.ctx.viewerId ? 'personal' : 'popular').add(Math.min(shown.length, page.limit));
    return feedPositions.connection(shown.slice(0, page.limit + 1), page, {
      node: ({ event, score, reasons }): FeedItem => ({ event, score, reasons }),
    });
  }

  async trending({ near, first }: Trending): Promise<EventNode[]> {
    const now = this.ctx.kept.clock.now();
    const rows = await this.ctx.kept.db.prisma.$queryRaw<{ id: string; distanceKm: number | null }[]>(trendingSql(near, first, now));
    const events = await this.eventsOf(rows, now);
    const shown = rows.flatMap(({ id, distanceKm }) => {
      const event = events.get(id);
      return event ? [{ ...event, distanceKm }] : [];
    });
    this.ctx.kept.recommendations.with('trending').add(shown.length);
    return shown;
  }

  /** A person's first page is always put together anew. Visitors all see the same, so a minute's visitors share one feed. */
  private async feed(now: Date, start: Start | null): Promise<Feed> {
    const { kept, viewerId } = this.ctx;
    const asOf = start?.asOf ?? (viewerId ? now : new Date(Math.floor(now.getTime() / VISITORS_SHARE_MS) * VISITORS_SHARE_MS));
    const key = `events:feed:${viewerId ?? 'visitors'}:${asOf.getTime()}`;
    if (start || !viewerId) return { asOf, items: await kept.cache.wrap(key, REMEMBERED_SECONDS, () => this.putTogether(asOf)) };
    const items = await this.putTogether(asOf);
    await kept.cache.set(key, items, REMEMBERED_SECONDS);
    return { asOf, items };
  }

  private async putTogether(asOf: Date): Promise<Ranked[]> {
    const reader = await this.reader();
    const candidates = await this.ctx.kept.db.prisma.$queryRaw<Candidate[]>(candidatesSql(reader, asOf));
    return spreadOrganisers(rank(candidates, reader ?? { categorySlugs: [], tags: [] }, asOf)).slice(0, MOST);
  }

  private async reader(): Promise<FeedReader | null> {
    const { loaders, viewerId } = this.ctx;
    if (viewerId === null) return null;
    const [person, wanted] = await Promise.all([loaders.personById.load(viewerId), loaders.wishesByUserId.load(viewerId)]);
    const interests = [...(person?.interests ?? []), ...(wanted?.eventTypes ?? [])].map(normaliseTag);
    return {
      userId: viewerId,
      categorySlugs: [...new Set(interests.flatMap((interest) => withinCategories(interest) ?? []))],
      tags: interests.filter((interest) => !withinCategories(interest)),
      ...(wanted ? { wishes: wanted.wishes } : {}),
      home: person?.latitude == null || person.longitude == null ? null : { latitude: person.latitude, longitude: person.longitude },
    };
  }

  /** What comes after the start, without what the viewer has swiped or answered since the feed was put together. */
  private async stillOpen({ asOf, items }: Feed, start: Start | null): Promise<Ranked[]> {
    if (!start) return items;
    const { kept, viewerId } = this.ctx;
    const at = items.findIndex(({ id }) => id === start.id);
    const rest = items.slice((at < 0 ? start.position : at) + 1);
    if (viewerId === null) return rest;
    const dealtWith = await kept.db.prisma.$queryRaw<{ id: string }[]>(dealtWithSql(viewerId, asOf));
    const gone = new Set(dealtWith.map(({ id }) => id));
    return rest.filter(({ id }) => !gone.has(id));
  }

  private async eventsOf(items: readonly { id: string }[], now: Date): Promise<Map<string, EventRow>> {
    const { loaders } = this.ctx;
    const found = new Map<string, EventRow>();
    for (const event of await Promise.all(items.map(({ id }) => loaders.eventById.load(id)))) {
      if (event?.status === 'PUBLISHED' && event.visibility === 'PUBLIC' && !event.hidden && event.endsAt > now) found.set(event.id, event);
    }
    return found;
  }
}

/** Where a page begins: after this item of the feed of that moment. */
interface Start {
  asOf: Date;
  position: number;
  id: string;
}

function startOf({ from }: Page, now: Date): Start | null {
  if (!from) return null;
  const [asOf, position, id] = from as [number, number, string];
  const age = now.getTime() - asOf;
  if (age < 0) throw foreignCursor('after');
  if (age > VALID_MS) throw invalidInput('after', 'is of a feed that is older than a day; ask for its first page again');
  return { asOf: new Date(asOf), position: Math.max(-1, position), id };
}
