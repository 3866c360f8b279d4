import type { Surroundings } from './surroundings';

/** Asked by everybody who is signed in: between them they see most kinds of things there are. */
export const QUESTIONS = [
  '{ curationQueue(first: 4) { __typename pageInfo { endCursor } nodes { __typename id event { __typename id } } } }',
  `{
    searchEvents(first: 8) {
      __typename pageInfo { endCursor }
      nodes {
        __typename id startsAt tags category { slug } venue { __typename id name }
        creator { __typename id username organizations { __typename id } }
        reviews(first: 2) { __typename pageInfo { endCursor } nodes { __typename id } }
        attendees(first: 2) { __typename pageInfo { endCursor } nodes { __typename id user { __typename id username } } }
        curation { workflow { __typename id } }
      }
    }
  }`,
  `{
    searchEvents(first: 4, filter: { free: false }) { nodes { __typename id startsAt ticketTiers { __typename id } } }
    notifications(first: 2) { __typename pageInfo { endCursor } nodes { __typename id } }
    connections(first: 2) { __typename pageInfo { endCursor } nodes { __typename id requester { __typename id } } }
    activityFeed(first: 2) { __typename pageInfo { endCursor } nodes { __typename id } }
    eventFeed(first: 2) { __typename pageInfo { endCursor } nodes { event { __typename id } } }
    users(query: "ann", first: 3) { __typename pageInfo { endCursor } nodes { __typename id username displayName } }
  }`,
  `{
    groups(first: 3) { __typename pageInfo { endCursor } nodes { __typename id members(first: 2) { __typename pageInfo { endCursor } } } }
    chatRooms(first: 3) {
      __typename pageInfo { endCursor }
      nodes { __typename id members(first: 1) { __typename pageInfo { endCursor } } messages(first: 2) { __typename pageInfo { endCursor } nodes { __typename id } } }
    }
    me {
      user {
        __typename id username
        organizedEvents(first: 4) { __typename pageInfo { endCursor } nodes { __typename id startsAt orders(first: 2) { nodes { __typename id } } } }
        attending(first: 2) { __typename pageInfo { endCursor } nodes { __typename id } }
        friends(first: 3) { __typename pageInfo { endCursor } nodes { __typename id username } }
        orders(first: 3) { __typename pageInfo { endCursor } nodes { __typename id event { __typename id } } }
        tickets(first: 3) { __typename pageInfo { endCursor } nodes { __typename id code } }
      }
    }
  }`,
];

const TEXTS: Readonly<Record<string, string>> = { slug: 'slug', username: 'username', code: 'code', displayName: 'word', name: 'word' };
const MAX_OF_A_KIND = 24;

/** Collects from answers what further questions can be about. */
export class Harvest {
  private readonly ids = new Map<string, Set<string>>();
  private readonly cursors = new Map<string, Set<string>>();
  private readonly texts = new Map<string, Set<string>>([['word', new Set(['jazz', 'a', 'walk', 'Toronto'])]]);
  private readonly times = new Set<string>();

  take(value: unknown): void {
    if (Array.isArray(value)) value.forEach((item) => this.take(item));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    const { __typename: type, id, pageInfo, startsAt, ...rest } = value as Record<string, unknown>;
    if (typeof type === 'string' && typeof id === 'string') keep(this.ids, type, id);
    const cursor = (pageInfo as { endCursor?: unknown } | undefined)?.endCursor;
    if (typeof type === 'string' && typeof cursor === 'string') keep(this.cursors, type, cursor);
    if (typeof startsAt === 'string') this.times.add(startsAt);
    for (const [field, one] of Object.entries(rest)) {
      const kind = TEXTS[field];
      if (kind && typeof one === 'string') keep(this.texts, kind, one);
      this.take(one);
    }
  }

  surroundings(): Surroundings {
    const lists = (from: Map<string, Set<string>>) => Object.fromEntries([...from].map(([key, values]) => [key, [...values]]));
    return { ids: lists(this.ids), cursors: lists(this.cursors), texts: lists(this.texts), times: [...this.times].slice(0, MAX_OF_A_KIND) };
  }
}

function keep(into: Map<string, Set<string>>, kind: string, value: string): void {
  let values = into.get(kind);
  if (!values) into.set(kind, (values = new Set()));
  if (values.size < MAX_OF_A_KIND) values.add(value);
}
