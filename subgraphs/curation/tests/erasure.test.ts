import { aViewer } from '@marquee/platform/testing';
import { Client } from 'pg';
import { aCurator, inHours, startWorld } from './world';

/** A transaction beside the subgraph. Ended by `commit`. */
async function beside(databaseUrl: string) {
  const client = new Client(databaseUrl);
  await client.connect();
  await client.query('BEGIN');
  return {
    query: (text: string, values: unknown[]) => client.query(text, values),
    async commit() {
      await client.query('COMMIT');
      await client.end();
    },
  };
}

const aMoment = () => new Promise((resolve) => setTimeout(resolve, 300));

describe('the erasure of a person', () => {
  it('waits for an attendance that comes at the same time, and removes it, too', async () => {
    const world = await startWorld();
    const person = aViewer();
    await world.person({ userId: person.id });
    const event = await world.published();
    await world.attends({ eventId: event.eventId, userId: person.id });
    const other = await beside(world.databaseUrl);
    // The attendance has asked whether the person is there still, and waits for its row.
    await other.query('SELECT 1 FROM attendance_copies WHERE user_id = $1 FOR UPDATE', [person.id]);
    const attending = world.attends({ eventId: event.eventId, userId: person.id, version: 2, status: 'CANCELLED' });
    await aMoment();
    const removed = await other.query('DELETE FROM attendance_copies WHERE user_id = $1', [person.id]);
    expect(removed.rowCount).toBe(1);
    const erasing = world.tell('user.erased', person.id, { userId: person.id });
    await aMoment();
    await other.commit();
    await Promise.all([attending, erasing]);
    const looking = await beside(world.databaseUrl);
    expect((await looking.query('SELECT status FROM attendance_copies WHERE user_id = $1', [person.id])).rows).toEqual([]);
    await looking.commit();
  });

  it('tells of a review as it is when its turn has come', async () => {
    const world = await startWorld();
    const person = aViewer();
    await world.person({ userId: person.id });
    const event = await world.published({ startsAt: inHours(-5), endsAt: inHours(-3) });
    await world.attends({ eventId: event.eventId, userId: person.id });
    await world.review(person, { eventId: event.eventId, rating: 5, text: 'x' });
    const moderator = await beside(world.databaseUrl);
    await moderator.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [event.eventId]);
    const erasing = world.tell('user.erased', person.id, { userId: person.id });
    await aMoment();
    await moderator.query('DELETE FROM reviews WHERE event_id = $1', [event.eventId]);
    await moderator.commit();
    await erasing;
    expect(await world.reviewNews()).toHaveLength(1);
  });

  it('removes their reviews and their name, tells the ratings anew, and lets nothing late bring it back', async () => {
    const world = await startWorld();
    const person = aViewer({ role: 'curator' });
    await world.person({ userId: person.id, role: 'curator' });
    const past = await world.published({ startsAt: inHours(-5), endsAt: inHours(-3) });
    const other = aViewer();
    for (const viewer of [person, other]) {
      await world.attends({ eventId: past.eventId, userId: viewer.id });
      await world.review(viewer, { eventId: past.eventId, rating: viewer === person ? 1 : 5, text: 'x' });
    }
    const flagged = await world.published();
    await world.flag(person, { eventId: flagged.eventId, reason: 'OTHER', details: 'I live next door.' });
    const submitted = await world.submitted();
    const { id: workflowId, version } = await world.workflowOf(submitted.eventId);
    await world.decide(person, { workflowId, version, decision: 'APPROVE' });

    await world.tell('user.erased', person.id, { userId: person.id });
    await world.tell('user.erased', person.id, { userId: person.id });
    await world.attends({ eventId: past.eventId, userId: person.id, version: 9 });
    await world.person({ userId: person.id, version: 9, reputation: 99 });

    const list = (
      await world.entity(
        null,
        { __typename: 'Event', id: past.eventId },
        '{ averageRating reviews { nodes { author { id } } totalCount } }',
      )
    ).data!._entities[0];
    expect(list).toEqual({ averageRating: 22.5 / 6, reviews: { nodes: [{ author: { id: other.id } }], totalCount: 1 } });
    expect((await world.reviewNews()).slice(2)).toMatchObject([
      { authorId: person.id, rating: null, version: 2, eventReviewCount: 1, eventRating: 22.5 / 6 },
    ]);
    expect((await world.review(person, { eventId: past.eventId, rating: 1, text: 'again' })).__typename).toBe('NotAllowed');

    const SEEN =
      '{ curation { workflow { curator { id } history { curator { id } automatic } flags { flagger { id } details reason } } } }';
    const decided = (await world.entity(aCurator(), { __typename: 'Event', id: submitted.eventId }, SEEN)).data!._entities[0].curation
      .workflow;
    expect(decided).toMatchObject({ curator: null, history: [{ curator: null, automatic: false }] });
    const flags = (await world.entity(aCurator(), { __typename: 'Event', id: flagged.eventId }, SEEN)).data!._entities[0].curation.workflow
      .flags;
    expect(flags).toEqual([{ flagger: null, details: null, reason: 'OTHER' }]);
    const looking = await beside(world.databaseUrl);
    expect((await looking.query('SELECT FROM workflow_versions WHERE curator_id = $1', [person.id])).rowCount).toBe(0);
    await looking.commit();
  });
});
