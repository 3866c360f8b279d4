import * as sql from './page-statements';

/* eslint-disable @typescript-eslint/no-explicit-any -- rows as they come: what a person in a hurry would write */
type Row = any;

/** Sends a statement and returns its rows. */
export type Ask = (statement: sql.PageStatement, values: unknown[]) => Promise<Row[]>;

const NOBODY: { userIds: string[]; total: number } = { userIds: [], total: 0 };
const SHOWN = ['PUBLISHED', 'COMPLETED'];
const RATING_PRIOR = { mean: 3.5, weight: 5 };

/**
 * The event page as a person would write it for this one page: the same statements as the product sends, in the same order and as many
 * at once, the same rules of who may see what (for the visitor and for members; nobody here judges events), the answer built field by
 * field. It knows nothing of GraphQL and nothing but this page.
 */
export async function eventPage(ask: Ask, id: string, viewerId: string | null): Promise<object> {
  const [event] = await ask(sql.event, [[id]]);
  if (!event || !maySee(event, viewerId)) return { event: null };
  const [categories, [venue], [counts], [answer], [friends = NOBODY]] = await Promise.all([
    ask(sql.categories, []),
    event.venueId ? ask(sql.venue, [[event.venueId]]) : [],
    ask(sql.counts, [[id]]),
    viewerId ? ask(sql.answer, [[id], viewerId]) : [],
    viewerId ? ask(sql.friends, [viewerId, 5, [id]]) : [],
  ]);
  const people = new People(ask);
  const [, tiers, [room], curation] = await Promise.all([
    people.load([event.creatorId, ...friends.userIds]),
    ticketTiers(ask, id, viewerId),
    viewerId ? ask(sql.room, [viewerId, [id]]) : [],
    curated(ask, people, id, viewerId),
  ]);
  const creator = people.byId.get(event.creatorId);
  const category = categories.find(({ slug }) => slug === event.categorySlug);
  const price = (amount: string | null) =>
    amount === null || event.priceCurrency === null ? null : { amountMinor: Number(amount), currency: event.priceCurrency };

  return {
    event: {
      id: event.id,
      title: event.title,
      description: event.description,
      startsAt: event.startsAt.toISOString(),
      endsAt: event.endsAt.toISOString(),
      timezone: event.timezone,
      status: event.status,
      tags: event.tags,
      category: { slug: category.slug, name: category.name },
      venue: venue
        ? {
            id: venue.id,
            name: venue.name,
            address: venue.address,
            city: venue.city,
            location: venue.latitude === null || venue.longitude === null ? null : { latitude: venue.latitude, longitude: venue.longitude },
          }
        : null,
      creator: creator ? { id: creator.id, displayName: creator.displayName, reputation: { score: creator.reputation } } : null,
      price: { type: event.priceType, min: price(event.priceMin), max: price(event.priceMax) },
      attendanceCounts: {
        version: counts.version,
        going: counts.going,
        interested: counts.interested,
        maybe: counts.maybe,
        waitlisted: counts.waitlisted,
        checkedIn: counts.checkedIn,
        capacity: counts.capacity,
        available: counts.capacity === null ? null : Math.max(0, counts.capacity - counts.going - counts.offered),
      },
      viewerAttendance: answer ? { id: answer.id, status: answer.status, checkedInAt: answer.checkedInAt?.toISOString() ?? null } : null,
      friendsAttending: {
        nodes: friends.userIds.map((userId: string) => {
          const person = people.byId.get(userId);
          return person ? { id: person.id, displayName: person.displayName, avatarUrl: person.avatarUrl } : null;
        }),
        totalCount: friends.total,
      },
      ...curation,
      chatRoom: room ? { id: room.id, unreadCount: room.lastSequence - room.lastReadSequence } : null,
      ticketTiers: tiers,
    },
  };
}

/** Everybody on the page, each asked for once. */
class People {
  readonly byId = new Map<string, Row>();
  private readonly asked = new Set<string>();
  private answered: Promise<unknown> = Promise.resolve();

  constructor(private readonly ask: Ask) {}

  async load(ids: readonly string[]): Promise<void> {
    const more = [...new Set(ids)].filter((id) => !this.asked.has(id));
    for (const id of more) this.asked.add(id);
    if (more.length) {
      const before = this.answered;
      this.answered = this.ask(sql.people, [more]).then((rows) => {
        for (const row of rows) this.byId.set(row.id, row);
        return before;
      });
    }
    await this.answered;
  }
}

async function ticketTiers(ask: Ask, id: string, viewerId: string | null): Promise<object[] | null> {
  const [event] = await ask(sql.onSale, [[id]]);
  if (!event || !maySee(event, viewerId)) return null;
  const tiers = await ask(sql.tiers, [new Date(), [id]]);
  return tiers.map((tier) => ({
    id: tier.id,
    name: tier.name,
    price: { amountMinor: Number(tier.priceMinor), currency: tier.currency },
    remaining: Math.min(tier.quantity - tier.sold - tier.heldLive, tier.eventFree ?? Infinity),
  }));
}

/** What curation knows, reviews and their authors included. */
async function curated(ask: Ask, people: People, id: string, viewerId: string | null): Promise<object> {
  const [copy] = await ask(sql.copy, [[id]]);
  if (!copy || copy.deleted || !maySee(copy, viewerId)) return { curation: null, averageRating: null, reviews: null };
  const [workflows, [rating = { sum: 0, count: 0 }], reviews] = await Promise.all([
    ask(sql.workflows, [[id]]),
    ask(sql.ratings, [[id]]),
    ask(sql.reviews, [[id], 4, viewerId, false]),
  ]);
  const workflow = workflows.at(-1);
  const shown = reviews.slice(0, 3);
  const [[assessment]] = await Promise.all([
    workflow?.assessmentId ? ask(sql.assessment, [[workflow.assessmentId]]) : [],
    people.load(shown.map(({ authorId }) => authorId as string)),
  ]);
  const average = rating.count === 0 ? null : (RATING_PRIOR.weight * RATING_PRIOR.mean + rating.sum) / (RATING_PRIOR.weight + rating.count);
  const badges: string[] = [];
  if ((workflow?.curatorScore ?? 0) >= 0.9) badges.push('CURATORS_PICK');
  if ((assessment?.completeness ?? 0) >= 0.95) badges.push('DETAILED_LISTING');
  if (rating.count >= 20 && (average ?? 0) >= 4.5) badges.push('COMMUNITY_FAVOURITE');
  return {
    curation: {
      status: copy.creatorId === viewerId || workflow?.status === 'APPROVED' ? (workflow?.status ?? null) : null,
      qualityScore: workflow?.qualityScore ?? null,
      badges,
    },
    averageRating: average,
    reviews: {
      nodes: shown.map((review) => {
        const author = people.byId.get(review.authorId);
        return { id: review.id, rating: review.rating, text: review.text, author: author ? { displayName: author.displayName } : null };
      }),
    },
  };
}

const maySee = (event: Row, viewerId: string | null): boolean =>
  event.creatorId === viewerId || (SHOWN.includes(event.status as string) && event.visibility === 'PUBLIC' && !event.hidden);
