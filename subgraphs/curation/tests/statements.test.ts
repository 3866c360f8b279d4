import { aViewer, countStatements } from '@marquee/platform/testing';
import { aModerator, reported } from './cases';
import { ModerationQueueDocument, QueueWithAllDocument } from './generated/documents';
import { aCurator, inHours, startWorld, type World } from './world';

/** What EventPage and SearchEvents ask of curation for each of their events. */
const EVENT_PART = `query($r: [_Any!]!) { _entities(representations: $r) { ... on Event {
  curation { status qualityScore badges notes workflow { id status } } averageRating reviews(first: 3) { nodes { id rating text author { id } reply { text } } totalCount } } } }`;

async function withReviews(world: World, events: number): Promise<{ __typename: string; id: string }[]> {
  const references = [];
  for (let n = 0; n < events; n++) {
    const { eventId } = await world.published({
      startsAt: inHours(-5),
      endsAt: inHours(-3),
      imported: true,
      visibility: n % 4 === 0 ? 'PRIVATE' : 'PUBLIC',
    });
    for (let guests = 0; guests < (n % 3) + 1; guests++) {
      const guest = aViewer();
      await world.attends({ eventId, userId: guest.id });
      await world.review(guest, { eventId, rating: 4, text: 'Good.' });
    }
    references.push({ __typename: 'Event', id: eventId });
  }
  await world.runJob('screen-due');
  return references;
}

describe('the number of SQL statements', () => {
  it('for curation, rating and reviews of a page of events is 7, whatever their number', async () => {
    const world = await startWorld({ settings: { CURATION_SCREEN_BATCH: '100' } });
    const references = await withReviews(world, 20);
    const viewer = aViewer();
    for (const size of [4, 20]) {
      const { result, statements } = await countStatements(world.subgraph, () =>
        world.run(viewer, EVENT_PART, { r: references.slice(0, size) }),
      );
      expect(result._entities.filter((one: { reviews: { nodes: [] } | null }) => (one.reviews?.nodes.length ?? 0) > 0)).toHaveLength(
        (size / 4) * 3,
      );
      // Copies of the events, the viewer's attendance of private ones, workflows, assessments, ratings, reviews, how many a block hides.
      expect(statements).toBe(7);
    }
  });

  it('for a page of the queue with all that hangs on it is 6', async () => {
    const world = await startWorld();
    for (let n = 0; n < 20; n++) await world.submitted();
    for (const first of [3, 20]) {
      const { result, statements } = await countStatements(world.subgraph, () => world.run(aCurator(), QueueWithAllDocument, { first }));
      expect(result.curationQueue.nodes).toHaveLength(first);
      // Ids, workflows, their number, assessments, flags, decisions.
      expect(statements).toBe(6);
    }
  });

  it('for a page of the queue of all that waits, with workflows and cases, is 5', async () => {
    const world = await startWorld();
    for (let n = 0; n < 9; n++) {
      await world.submitted();
      await reported(world);
    }
    // One of each at the very front, so that a short page has both, too.
    await reported(world, { reason: 'DANGEROUS' });
    const { eventId } = await world.published();
    await world.flag(aCurator(), { eventId, reason: 'DANGEROUS' });
    for (const first of [4, 20]) {
      const { result, statements } = await countStatements(world.subgraph, () =>
        world.run(aModerator(), ModerationQueueDocument, { first }),
      );
      expect(result.moderationQueue.nodes).toHaveLength(first);
      // Ids, entries, workflows, cases, their number.
      expect(statements).toBe(5);
    }
  });

  it('for reviews of a page of people is 2', async () => {
    const world = await startWorld();
    const authors = [aViewer(), aViewer(), aViewer()];
    const { eventId } = await world.published({ startsAt: inHours(-5), endsAt: inHours(-3) });
    for (const author of authors) {
      await world.attends({ eventId, userId: author.id });
      await world.review(author, { eventId, rating: 4, text: 'Good.' });
      await world.flag(aViewer(), { eventId, reason: 'SPAM' });
    }
    const query =
      'query($r: [_Any!]!) { _entities(representations: $r) { ... on User { reviews(first: 5) { nodes { id rating } totalCount } } } }';
    const { result, statements } = await countStatements(world.subgraph, () =>
      world.run(null, query, { r: authors.map(({ id }) => ({ __typename: 'User', id })) }),
    );
    expect(result._entities.map((one: { reviews: { totalCount: number } }) => one.reviews.totalCount)).toEqual([1, 1, 1]);
    expect(statements).toBe(2);
  });
});
