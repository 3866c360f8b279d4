import { aViewer } from '@marquee/platform/testing';
import { aCurator, inHours, startWorld } from './world';

describe('the erasure of a person', () => {
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
  });
});
