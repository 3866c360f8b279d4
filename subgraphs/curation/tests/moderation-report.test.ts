import { countStatements } from '@marquee/platform/testing';
import { aModerator, caseOf, decideCase, reported } from './cases';
import { ModerationReportDocument, RestoreCaseDocument } from './generated/documents';
import { aCurator, inHours, NOW, startWorld, type World } from './world';

const within = async (world: World, from: string, until: string) =>
  (await world.run(null, ModerationReportDocument, { from, until })).moderationReport;

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

  it('are refused for a period that is none, or too long', async () => {
    const world = await startWorld();
    for (const [from, until] of [
      [inHours(0), inHours(0)],
      [inHours(1), inHours(0)],
      [inHours(0), inHours(24 * 367)],
    ] as const)
      expect(await world.errorOf(null, ModerationReportDocument, { from, until })).toMatchObject({
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
