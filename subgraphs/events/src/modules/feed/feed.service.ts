import { invalidInput, isId, parsePage, toConnection, type Connection, type Page, type PageArguments, type z } from '@marquee/platform';
import type { Tools } from '../../context';
import { withinCategories } from '../category/category.tree';
import type { EventNode, EventRow } from '../event/event.row';
import { normaliseTag } from '../tag/tag.input';
import type { trendingInput } from './feed.input';
import { rank, type Ranked } from './feed.ranking';
import { spread } from './feed.spread';
import { candidatesSql, dealtWithSql, trendingSql, type Candidate, type Reader } from './feed.sql';

export interface FeedItem extends Omit<Ranked, 'id' | 'creatorId'> {
  event: EventNode;
}

/** A feed as it was put together at one moment: only so are its pages parts of one list. */
interface Feed {
  asOf: Date;
  items: Ranked[];
}

const MOST = 200;
/** As long the list is remembered for its further pages; afterwards it is put together again, as of the same moment. */
const REMEMBERED_SECONDS = 600;
const VALID_MS = 86_400_000;
const VISITORS_SHARE_MS = 60_000;

export class FeedService {
  constructor(private readonly tools: Tools) {}

  async page(args: PageArguments): Promise<Connection<FeedItem>> {
    const now = this.tools.clock.now();
    const page = parsePage(args, { list: 'feed', keyLength: 3 });
    const start = startOf(page, now);
    const feed = await this.feed(now, start);
    const left = await this.stillOpen(feed, start);
    // More than are asked for, because some may be over or taken down by now.
    const events = await this.eventsOf(left.slice(0, page.limit * 2 + 1), now);
    const shown = left.flatMap((item) => {
      const event = events.get(item.id);
      return event ? [{ ...item, event }] : [];
    });
    return toConnection(
      shown.slice(0, page.limit + 1),
      page,
      (item) => [feed.asOf.getTime(), feed.items.findIndex(({ id }) => id === item.id), item.id],
      { node: ({ event, score, reasons }): FeedItem => ({ event, score, reasons }) },
    );
  }

  async trending({ near, first }: z.output<typeof trendingInput>): Promise<EventNode[]> {
    const now = this.tools.clock.now();
    const rows = await this.tools.db.prisma.$queryRaw<{ id: string; distanceKm: number | null }[]>(trendingSql(near, first, now));
    const events = await this.eventsOf(rows, now);
    return rows.flatMap(({ id, distanceKm }) => {
      const event = events.get(id);
      return event ? [{ ...event, distanceKm }] : [];
    });
  }

  /** A person's first page is always put together anew. Visitors all see the same, so a minute's visitors share one feed. */
  private async feed(now: Date, start: Start | null): Promise<Feed> {
    const { cache, caller } = this.tools;
    const { viewer } = caller;
    const asOf = start?.asOf ?? (viewer ? now : new Date(Math.floor(now.getTime() / VISITORS_SHARE_MS) * VISITORS_SHARE_MS));
    const key = `events:feed:${viewer?.id ?? 'visitors'}:${asOf.getTime()}`;
    if (start || !viewer) return { asOf, items: await cache.wrap(key, REMEMBERED_SECONDS, () => this.putTogether(asOf)) };
    const items = await this.putTogether(asOf);
    await cache.set(key, items, REMEMBERED_SECONDS);
    return { asOf, items };
  }

  private async putTogether(asOf: Date): Promise<Ranked[]> {
    const reader = await this.reader();
    const candidates = await this.tools.db.prisma.$queryRaw<Candidate[]>(candidatesSql(reader, asOf));
    return spread(rank(candidates, reader ?? { categorySlugs: [], tags: [] }, asOf)).slice(0, MOST);
  }

  private async reader(): Promise<Reader | null> {
    const { caller, loaders } = this.tools;
    if (!caller.viewer) return null;
    const person = await loaders.personById.load(caller.viewer.id);
    const interests = (person?.interests ?? []).map(normaliseTag);
    return {
      userId: caller.viewer.id,
      categorySlugs: [...new Set(interests.flatMap((interest) => withinCategories(interest) ?? []))],
      tags: interests.filter((interest) => !withinCategories(interest)),
      home: person?.latitude == null || person.longitude == null ? null : { latitude: person.latitude, longitude: person.longitude },
    };
  }

  /** What comes after the start, without what the viewer has swiped or answered since the feed was put together. */
  private async stillOpen({ asOf, items }: Feed, start: Start | null): Promise<Ranked[]> {
    if (!start) return items;
    const { db, caller } = this.tools;
    const at = items.findIndex(({ id }) => id === start.id);
    const rest = items.slice((at < 0 ? start.position : at) + 1);
    if (!caller.viewer) return rest;
    const dealtWith = await db.prisma.$queryRaw<{ id: string }[]>(dealtWithSql(caller.viewer.id, asOf));
    const gone = new Set(dealtWith.map(({ id }) => id));
    return rest.filter(({ id }) => !gone.has(id));
  }

  private async eventsOf(items: readonly { id: string }[], now: Date): Promise<Map<string, EventRow>> {
    const { loaders } = this.tools;
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

/** A cursor comes from outside: its parts are checked before they are used. */
function startOf({ from }: Page, now: Date): Start | null {
  if (!from) return null;
  const [asOf, position, id] = from;
  if (typeof asOf !== 'number' || typeof position !== 'number' || !Number.isInteger(position) || typeof id !== 'string' || !isId(id)) {
    throw invalidInput('after', 'after is not a cursor of this feed. Pass an endCursor that this feed answered.');
  }
  const age = now.getTime() - asOf;
  if (age < 0 || age > VALID_MS) throw invalidInput('after', 'This feed is older than a day. Ask for its first page again.');
  return { asOf: new Date(asOf), position: Math.max(-1, position), id };
}
