import { runningStack } from './running-stack';
import { Story } from './story';
import type { App, Data } from './client';
import { eventually } from './client';
import type { Stack } from '../src/one-process';

/** How many SQL statements a page costs, over all five databases: the same for short lists and long ones. */
const EVENT_PAGE_STATEMENTS = 15;
/** One asks which of the words are the name of a venue or an organiser. */
const SEARCH_STATEMENTS = 12;
/** Whether a word is known, and what is written alike. */
const OF_AN_UNKNOWN_WORD = 1;
const TRIES = 6;

describe('the statements of a page', () => {
  let stack: Stack;
  let story: Story;
  let viewer: { app: App; id: string };
  let empty: Data;
  let quiet: Data;
  let busy: Data;

  beforeAll(async () => {
    const running = await runningStack();
    stack = running.stack;
    story = new Story(running.world);
    const organiser = await story.person('Otto', 0);
    const curator = await story.curator(0);
    viewer = await story.person('Vera', 0);
    empty = await published(organiser.app, curator, 'Empty');
    quiet = await published(organiser.app, curator, 'Quiet');
    busy = await published(organiser.app, curator, 'Busy');
    await crowd(organiser.app, quiet.id, 1);
    await crowd(organiser.app, busy.id, 6);
    for (let n = 0; n < 11; n++) await published(organiser.app, curator, `More ${n}`);
    await Promise.all(stack.subgraphs.map((subgraph) => subgraph.drain()));
  }, 120_000);

  afterAll(() => story?.end());

  async function published(organiser: App, curator: App, title: string): Promise<Data> {
    const event = await story.draft(organiser, {
      title: `${title} evening ${story.tag}`,
      tags: [`t${story.tag}`, title.toLowerCase().replace(' ', '-')],
    });
    await story.publish(organiser, curator, event.id);
    await eventually(
      () => story.page(organiser, event.id),
      (page) => page.status === 'PUBLISHED',
      20_000,
      'published',
    );
    return event;
  }

  /** Guests who are friends of the viewer, ticket tiers, and talk in the room: everything on the page that can be long. */
  async function crowd(organiser: App, eventId: string, size: number): Promise<void> {
    await viewer.app.succeed('Rsvp', { eventId, status: 'GOING' });
    for (let n = 0; n < size; n++) {
      const friend = await story.person(`Friend${n}of${size}`, 0);
      const { connection } = await friend.app.succeed('RequestConnection', { userId: viewer.id, type: 'FRIEND' });
      await viewer.app.succeed('RespondToConnection', { connectionId: connection.id, response: 'ACCEPT' });
      await friend.app.succeed('Rsvp', { eventId, status: 'GOING', visibility: 'FRIENDS' });
    }
    for (let n = 0; n < size; n++) {
      await eventually(
        () =>
          organiser.do('CreateTicketTier', {
            input: { eventId, name: `Tier ${n}`, price: { amountMinor: 100 * (n + 1), currency: 'CAD' }, quantity: 10 },
          }),
        (data) => data.createTicketTier.__typename === 'CreateTicketTierSuccess',
        20_000,
        'payments knows the event',
      );
    }
    await eventually(
      () => story.page(viewer.app, eventId),
      (page) => page.friendsAttending.totalCount === size && page.chatRoom !== null,
      20_000,
      'friends are known',
    );
  }

  /** Statements sent to the five databases by `work`: the fewest of several tries, since a job or a late fact may come between, and only adds. */
  async function statementsOf(work: () => Promise<unknown>): Promise<number> {
    const count = () => stack.subgraphs.reduce((sum, subgraph) => sum + subgraph.statements.count, 0);
    const tries: number[] = [];
    for (let n = 0; n < TRIES; n++) {
      const before = count();
      await work();
      tries.push(count() - before);
    }
    return Math.min(...tries);
  }

  test(`EventPage runs ${EVENT_PAGE_STATEMENTS} statements, for lists of one and of many; fewer when there is nothing to fetch`, async () => {
    const one = await statementsOf(() => story.page(viewer.app, quiet.id));
    const many = await statementsOf(() => story.page(viewer.app, busy.id));
    expect({ one, many }).toEqual({ one: EVENT_PAGE_STATEMENTS, many: EVENT_PAGE_STATEMENTS });
    expect(await statementsOf(() => story.page(viewer.app, empty.id))).toBeLessThanOrEqual(EVENT_PAGE_STATEMENTS);
  });

  test(`SearchEvents runs ${SEARCH_STATEMENTS} statements, for one result and for many (X159)`, async () => {
    const search =
      (filter: Record<string, unknown>, first: number, query = 'evening') =>
      () =>
        viewer.app.do('SearchEvents', { query, filter, first }).then(({ searchEvents }) => searchEvents.nodes.length as number);
    const found: number[] = [];
    const one = await statementsOf(async () => found.push(await search({ tags: ['quiet'], ...story.near(5) }, 20)()));
    const many = await statementsOf(async () => found.push(await search({ tags: [`t${story.tag}`], ...story.near(5) }, 100)()));
    expect(new Set(found.slice(0, TRIES))).toEqual(new Set([1]));
    expect(new Set(found.slice(TRIES))).toEqual(new Set([14]));
    expect({ one, many }).toEqual({ one: SEARCH_STATEMENTS, many: SEARCH_STATEMENTS });
    const unknown = await statementsOf(search({ tags: [`t${story.tag}`], ...story.near(5) }, 100, 'evening qqzzxwvvk'));
    expect(unknown).toBe(SEARCH_STATEMENTS + OF_AN_UNKNOWN_WORD);
  });
});
