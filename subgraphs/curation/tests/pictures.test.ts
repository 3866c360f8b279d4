import { randomUUID } from 'node:crypto';
import type { ImageExamined } from '@marquee/schema/topics';
import { aCurator, startWorld, type World } from './world';

const ADDRESS = 'https://pictures.example/a-cover-1600x900.jpg';

const examined = (world: World, parts: Partial<ImageExamined> = {}, id?: string) => {
  const imageId = parts.imageId ?? randomUUID();
  const fact = { imageId, version: 3, address: ADDRESS, width: 640, height: 360, sharpness: 0.1, exposure: 0.2, quality: 0.2, ...parts };
  return world.tell('image.examined', imageId, fact satisfies ImageExamined, id);
};
const assessmentOf = async (world: World, eventId: string) =>
  (await world.queue()).nodes.find(({ event }) => event.id === eventId)!.assessment!;
const scoreOf = async (world: World, eventId: string) =>
  (await world.entity(null, { __typename: 'Event', id: eventId }, '{ curation { qualityScore } }')).data!._entities[0].curation
    .qualityScore;

describe('the picture of an event', () => {
  it('is judged by its pixels once they were measured, whichever comes first (C11, C16)', async () => {
    const world = await startWorld();
    const before = await world.submitted({ imageUrl: ADDRESS });
    expect(await assessmentOf(world, before.eventId)).toMatchObject({ imageQuality: expect.any(Number), flags: [] });
    expect((await assessmentOf(world, before.eventId)).imageQuality).toBeGreaterThan(0.7);
    await examined(world);
    await world.runJob('screen-due');
    const after = await world.submitted({ imageUrl: ADDRESS });
    for (const { eventId } of [before, after])
      expect(await assessmentOf(world, eventId)).toMatchObject({ imageQuality: 0.2, flags: ['POOR_IMAGE'] });
    expect(await world.decided()).toEqual([]);
  });

  it('raises or lowers the score of what is published, which is told once (C18)', async () => {
    const world = await startWorld();
    const { eventId } = await world.published({ imageUrl: ADDRESS });
    await world.runJob('screen-due');
    const byAddress = await scoreOf(world, eventId);
    await examined(world, {}, '11111111-1111-4111-8111-111111111111');
    await world.runJob('screen-due');
    expect(await scoreOf(world, eventId)).toBeLessThan(byAddress);
    expect((await world.decided()).map(({ rescored }) => rescored)).toEqual([true, true]);
    await world.runJob('screen-due');
    await world.runJob('screen-due');
    expect(await world.decided()).toHaveLength(2);
  });

  it('changes nothing about other events, about what is over, and about what a curator has claimed', async () => {
    const world = await startWorld();
    const [other, gone, claimed] = [
      await world.submitted(),
      await world.submitted({ imageUrl: ADDRESS }),
      await world.submitted({ imageUrl: ADDRESS }),
    ];
    await world.change(gone, { change: 'DELETED' });
    const { id: workflowId, version } = await world.workflowOf(claimed.eventId);
    await world.claim(aCurator(), { workflowId, version });
    await examined(world);
    await world.runJob('screen-due');
    expect((await world.workflowOf(other.eventId)).version).toBe(1);
    expect((await world.workflowOf(claimed.eventId)).version).toBe(version + 1);
    expect((await world.workflowOf(claimed.eventId)).status).toBe('IN_REVIEW');
  });

  it('of a late or repeated fact changes nothing', async () => {
    const world = await startWorld();
    const imageId = randomUUID();
    await examined(world, { imageId, version: 4, quality: 0.9 });
    await examined(world, { imageId, version: 3, quality: 0.1 });
    const { eventId } = await world.submitted({ imageUrl: ADDRESS });
    expect((await assessmentOf(world, eventId)).imageQuality).toBe(0.9);
  });
});
