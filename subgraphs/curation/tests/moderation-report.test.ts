import type { Viewer } from '@marquee/platform';
import { aViewer, countStatements } from '@marquee/platform/testing';
import { aModerator, caseOf, decideCase, reported } from './cases';
import { ModerationReportDocument, RestoreCaseDocument } from './generated/documents';
import { aCurator, inHours, NOW, startWorld, type World } from './world';

const within = async (world: World, from: string, until: string) =>
  (await world.run(aCurator(), ModerationReportDocument, { from, until })).moderationReport;

async function judged(world: World) {
  const event = await world.published();
  for (let n = 0; n < 2; n++) await world.flag(await world.member(), { eventId: event.eventId, reason: 'SPAM' });
  const { id: workflowId, version } = await world.workflowOf(event.eventId);
  world.clock.advance(3 * 3_600_000);
  await world.decide(aCurator(), { workflowId, version, decision: 'REJECT', reason: 'SPAM', notes: 'Advertising.' });
  const { subjectId } = await reported(world);
  const { id: caseId, version: read } = await caseOf(world, subjectId);
  world.clock.advance(3_600_000);
  await decideCase(world, aModerator(), { caseId, version: read, verdict: 'REMOVE', notes: 'Out.' });
  await world.run(aModerator(), RestoreCaseDocument, { input: { caseId, version: read + 1 } });
}

describe('the numbers for everybody', () => {
  it('tell of each kind what was reported and decided, and how long it took', async () => {
    const world = await startWorld();
    await judged(world);
    await reported(world);
    expect(await within(world, inHours(-1), inHours(24))).toEqual({
      from: inHours(-1),
      until: inHours(24),
      kinds: [
        {
          ...{ kind: 'EVENT', reports: 2, upheld: 2, dismissed: 0 },
          ...{ decisions: 1, automatic: 0, removals: 1, restorations: 0, medianHours: 3 },
        },
        {
          ...{ kind: 'MESSAGE', reports: 2, upheld: 0, dismissed: 1 },
          ...{ decisions: 2, automatic: 0, removals: 1, restorations: 1, medianHours: 1 },
        },
      ],
      appeals: { made: 0, reversed: 0, upheld: 0 },
    });
  });

  it('are of their period alone', async () => {
    const world = await startWorld();
    await judged(world);
    expect((await within(world, inHours(10), inHours(24))).kinds).toEqual([]);
    const { kinds } = await within(world, NOW.toISOString(), inHours(3));
    expect(kinds).toMatchObject([{ kind: 'EVENT', reports: 2, decisions: 0, medianHours: null }]);
  });

  it('are for everybody those of whole days that are over: nobody learns when somebody reported', async () => {
    const world = await startWorld();
    await judged(world);
    const day = (days: number) => new Date(Math.floor(NOW.getTime() / 86_400_000 + days) * 86_400_000).toISOString();
    const asked = async (viewer: Viewer | null, from: string, until: string) =>
      (await world.run(viewer, ModerationReportDocument, { from, until })).moderationReport;
    for (const viewer of [null, aViewer()]) {
      // Today is not over, and a part of a day is none.
      const early = await asked(viewer, day(-1), day(3));
      expect(early).toMatchObject({ from: day(-1), until: day(0), kinds: [] });
      const part = { from: inHours(-1), until: inHours(1) };
      expect(await world.errorOf(viewer, ModerationReportDocument, part)).toMatchObject({ code: 'BAD_USER_INPUT', field: 'until' });
    }
    world.clock.advance(2 * 86_400_000);
    const all = await asked(null, day(0), day(9));
    expect(all).toMatchObject({ from: day(0), until: day(2) });
    expect(all.kinds).toEqual((await asked(aCurator(), day(0), day(2))).kinds);
    expect(all.kinds).not.toEqual([]);
  });

  it('are refused for a period that is none, or too long', async () => {
    const world = await startWorld();
    for (const [from, until] of [
      [inHours(0), inHours(0)],
      [inHours(1), inHours(0)],
      [inHours(0), inHours(24 * 367)],
    ] as const)
      for (const viewer of [null, aCurator()])
        expect(await world.errorOf(viewer, ModerationReportDocument, { from, until })).toMatchObject({
          code: 'BAD_USER_INPUT',
          field: 'until',
        });
  });

  it('take two statements', async () => {
    const world = await startWorld();
    await judged(world);
    const { statements } = await countStatements(world.subgraph, () => within(world, inHours(-1), inHours(24)));
    expect(statements).toBe(2);
  });
});
