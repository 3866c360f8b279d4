import type { Viewer } from '@marquee/platform';
import { aViewer, countStatements } from '@marquee/platform/testing';
import { aModerator, caseOf, decideCase, reported } from './cases';
import { aCurator, inHours, startWorld, succeeded, type World } from './world';

const FIELDS = `submissions approved rejected changesRequested automatic reversed approvalRate flagsUpheld flagsDismissed removals quality rating
  reviews trusted decisions { event { id } decision automatic notes }`;
const recordsOf = async (world: World, viewer: Viewer, ids: readonly string[]) =>
  (
    await world.run(viewer, `query($r: [_Any!]!) { _entities(representations: $r) { ... on User { id trackRecord { ${FIELDS} } } } }`, {
      r: ids.map((id) => ({ __typename: 'User', id })),
    })
  )._entities.map(({ trackRecord }: { trackRecord: unknown }) => trackRecord);
const recordOf = async (world: World, viewer: Viewer, id: string) => (await recordsOf(world, viewer, [id]))[0];

async function judged(world: World, creatorId: string, decision: 'APPROVE' | 'REJECT' | 'REQUEST_CHANGES') {
  const event = await world.submitted({ creatorId });
  const { id: workflowId, version } = await world.workflowOf(event.eventId);
  succeeded(await world.decide(aCurator(), { workflowId, version, decision, notes: `${decision}.`, qualityScore: 0.5 }));
  world.clock.advance(60_000);
  return event;
}

/** Three events that were judged, one of them flagged and reviewed, and a message that was removed. */
async function aHistory(world: World) {
  const creator = await world.member({ reputation: 90 });
  const approved = await judged(world, creator.id, 'APPROVE');
  await judged(world, creator.id, 'REJECT');
  const last = await judged(world, creator.id, 'REQUEST_CHANGES');
  const past = await world.change(approved, { status: 'COMPLETED', startsAt: inHours(-5), endsAt: inHours(-3) });
  const guest = aViewer();
  await world.attends({ eventId: past.eventId, userId: guest.id });
  succeeded(await world.review(guest, { eventId: past.eventId, rating: 5, text: 'Good.' }));
  const flagged = await world.published({ creatorId: creator.id });
  succeeded(await world.flag(await world.member(), { eventId: flagged.eventId, reason: 'SPAM' }));
  const { id: workflowId, version } = await world.workflowOf(flagged.eventId);
  succeeded(await world.decide(aCurator(), { workflowId, version, decision: 'APPROVE' }));
  const { subjectId } = await reported(world, { authorId: creator.id });
  const { id: caseId, version: read } = await caseOf(world, subjectId);
  succeeded(await decideCase(world, aModerator(), { caseId, version: read, verdict: 'REMOVE', notes: 'Out.' }));
  return { creator, last, flagged };
}

describe('C21: the record of somebody who publishes', () => {
  it('tells those who judge how what they made was judged, flagged and reviewed (C35)', async () => {
    const world = await startWorld();
    const { creator, flagged } = await aHistory(world);
    const record = await recordOf(world, aModerator(), creator.id);
    expect(record).toMatchObject({
      ...{ submissions: 4, approved: 2, rejected: 1, changesRequested: 1, reversed: 0, approvalRate: 0.5 },
      ...{ flagsUpheld: 0, flagsDismissed: 1, removals: 1, reviews: 1, trusted: false },
      quality: expect.any(Number),
      // (5 · 3.5 + 5) / 6
      rating: 3.75,
    });
    expect(record.decisions[0]).toMatchObject({ event: { id: flagged.eventId }, decision: 'APPROVE' });
    expect(record.decisions.map(({ notes }: { notes: string | null }) => notes)).toEqual([null, 'REQUEST_CHANGES.', 'REJECT.', 'APPROVE.']);
    // What is said in private curators do not judge, and do not read of.
    expect(await recordOf(world, aCurator(), creator.id)).toMatchObject({ removals: 0, submissions: 4 });
  });

  it('says who is trusted, by the same rule as what approves them', async () => {
    const world = await startWorld({ settings: { CURATION_TRUSTED_APPROVALS: '2' } });
    const creator = await world.member({ reputation: 90 });
    await judged(world, creator.id, 'APPROVE');
    expect(await recordOf(world, aCurator(), creator.id)).toMatchObject({ trusted: false, automatic: 0 });
    await judged(world, creator.id, 'APPROVE');
    expect(await recordOf(world, aCurator(), creator.id)).toMatchObject({ trusted: true, automatic: 0 });
    await world.submitted({ creatorId: creator.id });
    expect(await recordOf(world, aCurator(), creator.id)).toMatchObject({ trusted: true, automatic: 1, submissions: 3 });
    await world.person({ userId: creator.id, version: 2, reputation: 10 });
    expect(await recordOf(world, aCurator(), creator.id)).toMatchObject({ trusted: false });
  });

  it('is null for everybody else and for oneself, and empty for somebody without one', async () => {
    const world = await startWorld();
    const { creator } = await aHistory(world);
    for (const viewer of [creator, aViewer(), { ...aCurator(), id: creator.id }]) {
      const answer = await world.entity(viewer, { __typename: 'User', id: creator.id }, '{ trackRecord { submissions } }');
      expect(answer.data!._entities[0].trackRecord).toBeNull();
    }
    const nobody = await recordOf(world, aCurator(), aViewer().id);
    expect(nobody).toMatchObject({ submissions: 0, approvalRate: null, quality: null, rating: null, trusted: false, decisions: [] });
  });

  it('of a page of people takes two statements', async () => {
    const world = await startWorld();
    const { creator } = await aHistory(world);
    const others = [creator.id, ...[1, 2, 3].map(() => aViewer().id)];
    for (const ids of [others.slice(0, 1), others])
      expect((await countStatements(world.subgraph, () => recordsOf(world, aModerator(), ids))).statements).toBe(2);
  });
});
