import { foreignCursor, invalidInput, Keyset, type Connection, type Page, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { TransitService } from '../transit/transit.service';
import type { EventNode, EventRow } from '../event/event.types';
import type { Trending } from './feed.input';
import { rank, type Ranked, type Variant } from './feed-ranking';
import { spread } from './feed-spread';
import { suitsOf } from './feed-suits';
import { readerOf, type Reader } from './feed-reader';
import { candidatesSql, dealtWithSql, trendingSql, type Candidate } from './feed.sql';
import { tastePoints, type TasteModel } from './taste-learner';
import { readerSql, type ReaderRow } from './taste.sql';

export interface FeedItem extends Pick<Ranked, 'score'> {
  event: EventNode;
  reasons: { kind: Ranked['reasons'][number]['kind']; message: string; event: EventNode | null }[];
}

export type FeedPage = Connection<FeedItem> & { variant: Variant; recommendationId: string };

/** A feed as it was put together at one moment: only so are its pages parts of one list. */
interface Feed {
  asOf: Date;
  /** When what is not shown yet was put in order. */
  rankedAt: number;
  variant: Variant;
  items: Ranked[];
}

/** Positions in a remembered list; `asOf` says which list, in milliseconds since 1970. */
const feedPositions = new Keyset('feed', { asOf: 'number', position: 'integer', id: 'id' }, 'least first');

const MOST = 200;
/** Of so many, the best ones, the list is made. */
const MOST_SPREAD = 400;
const MOST_ALIKE = 100;
/** As long the list is remembered for its further pages; afterwards it is put together again, as of the same moment. */
const REMEMBERED_SECONDS = 600;
const VALID_MS = 86_400_000;
const VISITORS_SHARE_MS = 60_000;

export class FeedService {
  constructor(
    private readonly ctx: Context,
    private readonly transit: TransitService,
  ) {}

  async page(args: PageArguments): Promise<FeedPage> {
    const now = this.ctx.kept.clock.now();
    const page = feedPositions.page(args);
    const start = startOf(page, now);
    const first = await this.feed(now, start);
    const { feed, left } = await this.stillOpen(first, start, now);
    // More than are asked for, because some may be over or taken down by now.
    const asked = left.slice(0, page.limit * 2 + 1);
    const events = await this.eventsOf(asked, now);
    const shown = asked.flatMap((item) => {
      const event = events.get(item.id);
      const position = feed.items.findIndex(({ id }) => id === item.id);
      return event ? [{ ...item, event, asOf: feed.asOf.getTime(), position }] : [];
    });
    this.ctx.kept.recommendations.with(this.ctx.viewerId ? 'personal' : 'popular').add(Math.min(shown.length, page.limit));
    const liked = await this.likedEvents(shown.slice(0, page.limit));
    const connection = feedPositions.connection(shown.slice(0, page.limit + 1), page, {
      node: ({ event, score, reasons }): FeedItem => ({
        event,
        score,
        reasons: reasons.map(({ kind, message, eventId }) => ({ kind, message, event: (eventId && liked.get(eventId)) || null })),
      }),
    });
    return { ...connection, variant: feed.variant, recommendationId: `${feed.variant}-${feed.asOf.getTime()}` };
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
    if (start || !viewerId) {
      const feed = await kept.cache.wrap(this.keyOf(asOf), REMEMBERED_SECONDS, () => this.putTogether(asOf));
      return { ...feed, asOf };
    }
    const feed = await this.putTogether(asOf);
    await kept.cache.set(this.keyOf(asOf), feed, REMEMBERED_SECONDS);
    return feed;
  }

  private keyOf(asOf: Date): string {
    return `events:feed:${this.ctx.viewerId ?? 'visitors'}:${asOf.getTime()}`;
  }

  private async putTogether(asOf: Date, rankedAt = asOf): Promise<Feed> {
    const { kept } = this.ctx;
    const reader = await this.reader();
    const model = reader && reader.past.length > 0 ? (await kept.tastes.current()).model : null;
    const points = reader && model ? tastePoints(model, chosenOf(reader)) : null;
    const alikeIds = model && points ? bestOf(model, points, asOf) : [];
    const candidates = await kept.db.prisma.$queryRaw<Candidate[]>(candidatesSql(reader && { ...reader, alikeIds }, asOf));
    const byId = model && points ? (id: string) => (model.indexOf.has(id) ? points(model.indexOf.get(id)!) : null) : null;
    const suits = reader && reader.past.length > 0 ? suitsOf(reader.past, candidates, byId) : undefined;
    const variant = reader?.variant ?? 'A';
    for (const candidate of candidates) candidate.transit = this.transit.scoreOf(candidate);
    const ranked = rank(candidates, reader ?? { categorySlugs: [], tags: [] }, asOf, suits, variant);
    return { asOf, rankedAt: rankedAt.getTime(), variant, items: spread(ranked.slice(0, MOST_SPREAD)).slice(0, MOST) };
  }

  private async reader(): Promise<Reader | null> {
    const { kept, viewerId } = this.ctx;
    if (viewerId === null) return null;
    const [row] = await kept.db.prisma.$queryRaw<ReaderRow[]>(readerSql(viewerId));
    return readerOf(viewerId, row!);
  }

  /**
   * What comes after the start, without what the viewer has swiped or answered since the feed was put together. If they have, what was not shown yet is put
   * in order anew by it; what was shown stays where it was.
   */
  private async stillOpen(feed: Feed, start: Start | null, now: Date): Promise<{ feed: Feed; left: Ranked[] }> {
    if (!start) return { feed, left: feed.items };
    const { kept, viewerId } = this.ctx;
    const at = feed.items.findIndex(({ id }) => id === start.id);
    const shown = (at < 0 ? start.position : at) + 1;
    if (viewerId === null) return { feed, left: feed.items.slice(shown) };
    const dealtWith = await kept.db.prisma.$queryRaw<{ id: string; isGone: boolean; at: Date }[]>(dealtWithSql(viewerId, feed.asOf));
    const gone = new Set(dealtWith.flatMap(({ id, isGone }) => (isGone ? [id] : [])));
    if (!dealtWith.some((deed) => deed.at.getTime() >= feed.rankedAt)) {
      return { feed, left: feed.items.slice(shown).filter(({ id }) => !gone.has(id)) };
    }
    const seen = feed.items.slice(0, shown);
    const anew = await this.putTogether(feed.asOf, now);
    const rest = anew.items.filter(({ id }) => !gone.has(id) && !seen.some((item) => item.id === id));
    const items = [...seen, ...rest].slice(0, MOST);
    const again = { ...anew, asOf: feed.asOf, rankedAt: now.getTime() + 1, items };
    await kept.cache.set(this.keyOf(feed.asOf), again, REMEMBERED_SECONDS);
    return { feed: again, left: items.slice(shown) };
  }

  /** What was liked is named only while the viewer may see it. */
  private async likedEvents(items: readonly Ranked[]): Promise<Map<string, EventNode>> {
    const ids = [...new Set(items.flatMap(({ reasons }) => reasons.flatMap(({ eventId }) => eventId ?? [])))];
    const events = await Promise.all(ids.map((id) => this.ctx.loaders.eventById.load(id)));
    return new Map(events.flatMap((event) => (event?.visibility === 'PUBLIC' && !event.hidden ? [[event.id, event] as const] : [])));
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

const chosenOf = ({ past }: Reader) => past.flatMap(({ id, weight }) => (weight > 0 ? [{ eventId: id, weight }] : []));

/** The open events that suit most, of those that the model knows. */
const bestOf = ({ events }: TasteModel, points: (at: number) => number, now: Date): string[] =>
  events
    .flatMap(({ id, until }, at) => (until > now.getTime() ? [{ id, points: points(at) }] : []))
    .sort((a, b) => b.points - a.points || (a.id < b.id ? -1 : 1))
    .slice(0, MOST_ALIKE)
    .map(({ id }) => id);

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
