import { eventually, type App, type Data } from '../../../stack/journeys/client';
import type { MovableClock } from '../../../platform/src';
import { Story } from '../../../stack/journeys/story';
import { DEMO_PASSWORD } from '../../../stack/src/welcome';
import type { Stack } from '../../../stack/src/one-process';

/** How many of everything stands on a full page: what it shows of each list, and some more. */
const FRIENDS = 7;
const REVIEWERS = 4;
const TIERS = 3;
const FULL_PAGES = 4;
const PATIENCE_MS = 30_000;
/** So near that their doors are open: who reviews an evening was let in. */
const BEGINS_IN_MS = 2 * 3_600_000;

export interface World {
  /** Events whose pages are full: friends going, reviews, ticket tiers, talk in the room. */
  readonly full: readonly string[];
  /** An event that nobody has answered to. */
  readonly quiet: string;
  /** A draft: there is no page for anybody but its organiser. */
  readonly draft: string;
  /** Who looks: a friend of those who go, going too. */
  readonly member: { readonly emailOrUsername: string; readonly password: string };
}

/**
 * Fills the databases through the product's own operations, as people would: what the pages show came about as it does in the product. The
 * clock is that of the subgraphs; it is moved for what can be done only once an event has begun.
 */
export async function buildWorld(stack: Stack, clock: MovableClock): Promise<World> {
  const story = new Story({
    endpoints: [stack.gateway.url, stack.gateway.url],
    signIns: { curator: { emailOrUsername: 'curator@demo.test', password: DEMO_PASSWORD } },
  });
  try {
    const organiser = await story.person('Otto', 0);
    const curator = await story.curator(0);
    const member = await story.person('Vera', 0);
    const friends: { app: App; id: string }[] = [];
    for (let n = 0; n < FRIENDS; n++) friends.push(await befriended(story, member, n));

    const full: string[] = [];
    for (let n = 0; n < FULL_PAGES; n++) {
      const id = await published(story, organiser.app, curator, `Evening ${n}`);
      await attend(organiser.app, member.app, friends, id);
      full.push(id);
    }
    clock.advance(BEGINS_IN_MS);
    for (const id of full) await review(friends, id);
    clock.advance(-BEGINS_IN_MS);
    const quiet = await published(story, organiser.app, curator, 'Quiet evening');
    const draft = await story.draft(organiser.app, { title: 'Not yet an evening' });
    for (const id of full) await complete(story, member.app, id);
    await settled(stack);
    return {
      full,
      quiet,
      draft: draft.id as string,
      member: { emailOrUsername: member.username, password: `lantern-${story.tag}-Vera` },
    };
  } finally {
    await story.end();
  }
}

async function befriended(story: Story, member: { app: App; id: string }, n: number): Promise<{ app: App; id: string }> {
  const friend = await story.person(`Friend${n}`, 0);
  const { connection } = await friend.app.succeed('RequestConnection', { userId: member.id, type: 'FRIEND' });
  await member.app.succeed('RespondToConnection', { connectionId: connection.id, response: 'ACCEPT' });
  return friend;
}

async function published(story: Story, organiser: App, curator: App, title: string): Promise<string> {
  const startsAt = Date.now() + BEGINS_IN_MS;
  const times = { startsAt: new Date(startsAt).toISOString(), endsAt: new Date(startsAt + 3 * 3_600_000).toISOString() };
  const { id } = (await story.draft(organiser, { title, tags: ['lantern', 'songs', 'winter'], ...times })) as { id: string };
  await story.publish(organiser, curator, id);
  await eventually(
    () => story.page(organiser, id),
    (page) => page.status === 'PUBLISHED',
    PATIENCE_MS,
    'the event is published',
  );
  return id;
}

/** Friends go, some are let in; tickets are on sale. */
async function attend(organiser: App, member: App, friends: readonly { app: App; id: string }[], eventId: string): Promise<void> {
  await member.succeed('Rsvp', { eventId, status: 'GOING' });
  for (const { app } of friends) await app.succeed('Rsvp', { eventId, status: 'GOING', visibility: 'FRIENDS' });
  for (let n = 0; n < TIERS; n++) {
    const tier = { eventId, name: `Tier ${n}`, price: { amountMinor: 1000 * (n + 1), currency: 'CAD' }, quantity: 40 };
    await succeeding(organiser, 'CreateTicketTier', tier);
  }
  for (const [n, { id }] of friends.slice(0, REVIEWERS).entries())
    await organiser.succeed('CheckIn', { eventId, userId: id, nonce: `door-${eventId}-${n}` });
}

/** Those who were let in write a review. */
async function review(friends: readonly { app: App }[], eventId: string): Promise<void> {
  for (const [n, { app }] of friends.slice(0, REVIEWERS).entries())
    await succeeding(app, 'ReviewEvent', {
      eventId,
      rating: 5 - (n % 2),
      text: `A fine evening, number ${n}: I would go again, and bring somebody.`,
    });
}

/** Other subgraphs hear of what happened a moment later: until then they refuse. */
const succeeding = (app: App, name: string, input: Record<string, unknown>): Promise<Data> =>
  eventually(
    () => app.do(name, { input }),
    (data) => (Object.values(data as Record<string, { __typename: string }>)[0]?.__typename ?? '').endsWith('Success'),
    PATIENCE_MS,
    name,
  );

const complete = (story: Story, member: App, id: string): Promise<Data> =>
  eventually(
    () => story.page(member, id),
    (page) => page.friendsAttending.totalCount === FRIENDS && page.chatRoom !== null && page.reviews.nodes.length === 3,
    PATIENCE_MS,
    'the page is full',
  );

/** Until every fact has been told, and what followed from it, and what followed from that. */
async function settled(stack: Stack): Promise<void> {
  for (const subgraph of [...stack.subgraphs, ...stack.subgraphs, ...stack.subgraphs]) await subgraph.drain();
}
