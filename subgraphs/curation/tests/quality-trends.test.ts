import type { Viewer } from '@marquee/platform';
import { aViewer, countStatements } from '@marquee/platform/testing';
import { randomUUID } from 'node:crypto';
import { QualityTrendsDocument } from './generated/documents';
import { aCurator, NOW, startWorld, succeeded, type World } from './world';

const WEEK_MS = 7 * 86_400_000;
const POOR = { title: 'party', description: 'come', tags: [], imageUrl: null, venue: null, capacity: null };
const trends = async (world: World, viewer: Viewer = aCurator(), weeks = 4) =>
  (await world.run(viewer, QualityTrendsDocument, { weeks })).qualityTrends;

/** Ten good submissions three weeks ago and ten poor ones now, by one person; in another city and category nothing changes. */
async function declining(world: World, creatorId: string) {
  const poor: string[] = [];
  const steady = { categorySlug: 'sports', venue: { id: randomUUID(), name: 'Hall', city: 'Lyon', latitude: 45.7, longitude: 4.8 } };
  for (let n = 0; n < 10; n++) {
    await world.submitted({ creatorId });
    await world.submitted({ ...steady });
  }
  world.clock.advance(3 * WEEK_MS);
  for (let n = 0; n < 10; n++) {
    const { eventId } = await world.submitted({
      creatorId,
      ...POOR,
      title: `party ${n}`,
      ...(n === 0 && { description: 'BUY CHEAP PILLS!!! FREE MONEY!!! CLICK HERE NOW!!! www.example.com' }),
    });
    poor.push(eventId);
    await world.submitted({ ...steady });
  }
  return poor;
}

describe('C23: trends of quality', () => {
  it('tell week by week how good what was submitted is, and how it was judged', async () => {
    const world = await startWorld();
    const [curator, flagger] = [aCurator(), await world.member()];
    const { eventId } = await world.submitted();
    const { id: workflowId, version } = await world.workflowOf(eventId);
    succeeded(await world.decide(curator, { workflowId, version, decision: 'APPROVE' }));
    const flagged = await world.published({ imported: true });
    await world.flag(flagger, { eventId: flagged.eventId, reason: 'SPAM' });
    const second = await world.workflowOf(flagged.eventId);
    succeeded(await world.decide(curator, { workflowId: second.id, version: second.version, decision: 'REJECT', notes: 'Out.' }));
    world.clock.advance(WEEK_MS);
    await world.submitted();
    await world.submitted(POOR);
    const { weeks, from, until, declines } = await trends(world, curator, 3);
    expect([from, until]).toEqual([new Date(NOW.getTime() - 2 * WEEK_MS).toISOString(), new Date(NOW.getTime() + WEEK_MS).toISOString()]);
    // What stands on a border belongs to the later week; the last one has its end, too.
    expect(weeks.map(({ submissions }) => submissions)).toEqual([0, 0, 3]);
    world.clock.advance(1);
    const later = (await trends(world, curator, 3)).weeks;
    expect(later.map(({ submissions }) => submissions)).toEqual([0, 1, 2]);
    expect(later[0]).toMatchObject({ score: null, completeness: null, failed: null, approvalRate: null, flagsUpheld: 0 });
    expect(later[1]).toMatchObject({ approvalRate: 0.5, flagsUpheld: 1, failed: 0 });
    expect(later[2]!.score!).toBeLessThan(later[1]!.score!);
    expect(declines).toEqual([]);
  });

  it('name what has become worse, with its worst examples', async () => {
    const world = await startWorld();
    const creatorId = randomUUID();
    const poor = await declining(world, creatorId);
    const { declines } = await trends(world);
    expect(declines.map(({ group, category, creator }) => ({ group, category, creator }))).toEqual(
      expect.arrayContaining([
        { group: 'CATEGORY', category: 'music', creator: null },
        { group: 'CREATOR', category: null, creator: { id: creatorId } },
      ]),
    );
    // The city of what is worse is not told any more, and what stays as it is is not named.
    expect(declines).toHaveLength(2);
    for (const { before, after, submissionsBefore, submissionsAfter, examples } of declines) {
      expect(before - after).toBeGreaterThan(0.05);
      expect([submissionsBefore, submissionsAfter]).toEqual([10, 10]);
      expect(examples).toHaveLength(3);
      expect(examples.every(({ id }) => poor.includes(id))).toBe(true);
      expect(examples[0]!.id).toBe(poor[0]);
    }
    // Nobody reads of a decline of their own.
    expect((await trends(world, { ...aCurator(), id: creatorId })).declines).toEqual([]);
  });

  it('count the first screening of a submission, and no imported ones', async () => {
    const world = await startWorld();
    const event = await world.submitted();
    await world.change(event, { title: 'Candlelight quartet, with another title', status: 'PENDING_REVIEW' });
    await world.published({ imported: true });
    await world.runJob('screen-due');
    world.clock.advance(1);
    expect((await trends(world)).weeks.map(({ submissions }) => submissions)).toEqual([0, 0, 0, 1]);
  });

  it('are for those who judge, of 2 to 52 weeks, in three statements', async () => {
    const world = await startWorld();
    expect(await world.errorOf(null, QualityTrendsDocument, {})).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await world.errorOf(aViewer(), QualityTrendsDocument, {})).toMatchObject({ code: 'FORBIDDEN' });
    for (const weeks of [1, 53])
      expect(await world.errorOf(aCurator(), QualityTrendsDocument, { weeks })).toMatchObject({ code: 'BAD_USER_INPUT', field: 'weeks' });
    await declining(world, randomUUID());
    expect((await countStatements(world.subgraph, () => trends(world))).statements).toBe(3);
  });
});
