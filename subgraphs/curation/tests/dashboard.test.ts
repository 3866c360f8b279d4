import type { Viewer } from '@marquee/platform';
import { aViewer, countStatements } from '@marquee/platform/testing';
import { aModerator, caseOf, decideCase, reported } from './cases';
import { ClaimEntryDocument, CurationDashboardDocument, RestoreCaseDocument } from './generated/documents';
import { aCurator, inHours, NOW, startWorld, succeeded, type World } from './world';

const HOUR_MS = 3_600_000;
const dashboard = async (world: World, viewer: Viewer, days = 30) =>
  (await world.run(viewer, CurationDashboardDocument, { days })).curationDashboard;
const claimEntry = async (world: World, viewer: Viewer, entryId: string, version: number) =>
  succeeded((await world.run(viewer, ClaimEntryDocument, { input: { entryId, version } })).claimEntry);

/** An event that this person claims after two hours, and decides about half an hour later. */
async function judged(world: World, curator: Viewer, decision: 'APPROVE' | 'REJECT') {
  const event = await world.submitted();
  const { id: workflowId, version } = await world.workflowOf(event.eventId);
  world.clock.advance(2 * HOUR_MS);
  succeeded(await world.claim(curator, { workflowId, version }));
  world.clock.advance(HOUR_MS / 3);
  succeeded(await world.decide(curator, { workflowId, version: version + 1, decision, notes: 'So.' }));
  return { event, workflowId };
}

/** A message that this moderator removes, and another one puts back. */
async function undone(world: World, moderator: Viewer) {
  const { subjectId } = await reported(world);
  const { id: caseId, version } = await caseOf(world, subjectId);
  world.clock.advance(4 * HOUR_MS);
  succeeded(await decideCase(world, moderator, { caseId, version, verdict: 'REMOVE', notes: 'Out.' }));
  const { restoreCase } = await world.run(aModerator(), RestoreCaseDocument, { input: { caseId, version: version + 1 } });
  succeeded(restoreCase);
}

describe('the dashboard', () => {
  it('tells what waits by kind and age, of what the viewer may judge and did not make (C25)', async () => {
    const world = await startWorld();
    const [curator, moderator] = [aCurator(), aModerator()];
    await world.submitted();
    world.clock.advance(80 * HOUR_MS);
    await world.submitted({ creatorId: curator.id });
    const flagged = await world.published();
    await world.flag(aViewer(), { eventId: flagged.eventId, reason: 'DANGEROUS' });
    const { id, version } = await world.workflowOf(flagged.eventId);
    await claimEntry(world, moderator, id, version);
    await reported(world);
    const event = { kind: 'EVENT', urgent: 1, claimed: 1, overADay: 1, overThreeDays: 1, oldestAt: NOW.toISOString() };
    const message = { kind: 'MESSAGE', waiting: 1, urgent: 0, claimed: 0, overADay: 0, overThreeDays: 0, oldestAt: inHours(80) };
    expect((await dashboard(world, curator)).open).toEqual([{ ...event, waiting: 2 }]);
    const all = (await dashboard(world, moderator)).open;
    expect(all).toHaveLength(2);
    expect(all).toEqual(expect.arrayContaining([{ ...event, waiting: 3 }, message]));
  });

  it('tells how fast and how well people decided, and what they have now (C25)', async () => {
    const world = await startWorld();
    const [curator, moderator] = [aCurator(), aModerator()];
    await judged(world, curator, 'APPROVE');
    await judged(world, curator, 'APPROVE');
    await undone(world, moderator);
    const waiting = await world.submitted();
    const { id, version } = await world.workflowOf(waiting.eventId);
    await claimEntry(world, curator, id, version);
    const { pace, people, from, until } = await dashboard(world, moderator, 7);
    expect(until).toBe(world.clock.now().toISOString());
    expect(new Date(until).getTime() - new Date(from).getTime()).toBe(7 * 24 * HOUR_MS);
    expect(pace).toEqual({
      ...{ decisions: 3, medianHoursToClaim: 2, medianHoursToDecide: 2.33, secondLooks: 1, agreement: 0 },
      reversalRate: expect.closeTo(1 / 3, 6),
    });
    expect(people).toEqual([
      { curator: { id: curator.id }, decisions: 2, medianMinutes: 20, reversed: 0, load: 1 },
      { curator: { id: moderator.id }, decisions: 1, medianMinutes: null, reversed: 1, load: 0 },
    ]);
  });

  it('shows a curator their own figures alone, and of the kinds that they may judge', async () => {
    const world = await startWorld();
    const [curator, other] = [aCurator(), aCurator()];
    await judged(world, curator, 'REJECT');
    await judged(world, other, 'APPROVE');
    await undone(world, aModerator());
    const { people, pace } = await dashboard(world, curator);
    expect(people.map((one) => one.curator!.id)).toEqual([curator.id]);
    expect(pace).toMatchObject({ decisions: 2, secondLooks: 0, agreement: null, reversalRate: 0 });
  });

  it('is of its days alone, and empty where nothing is', async () => {
    const world = await startWorld();
    const moderator = aModerator();
    const none = { decisions: 0, medianHoursToClaim: null, medianHoursToDecide: null, secondLooks: 0, agreement: null, reversalRate: null };
    expect(await dashboard(world, moderator)).toMatchObject({ open: [], pace: none, people: [] });
    await judged(world, aCurator(), 'APPROVE');
    world.clock.advance(25 * HOUR_MS);
    expect((await dashboard(world, moderator, 1)).pace).toEqual(none);
    expect((await dashboard(world, moderator, 2)).pace.decisions).toBe(1);
  });

  it('is for those who judge, of 1 to 366 days, and takes three statements', async () => {
    const world = await startWorld();
    expect(await world.errorOf(null, CurationDashboardDocument, {})).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await world.errorOf(aViewer(), CurationDashboardDocument, {})).toMatchObject({ code: 'FORBIDDEN' });
    for (const days of [0, -1, 367])
      expect(await world.errorOf(aCurator(), CurationDashboardDocument, { days })).toMatchObject({ code: 'BAD_USER_INPUT', field: 'days' });
    for (let n = 0; n < 2; n++) await judged(world, aCurator(), 'APPROVE');
    expect((await countStatements(world.subgraph, () => dashboard(world, aModerator()))).statements).toBe(3);
  });
});
