import { randomUUID } from 'node:crypto';
import { silentLogger, type Viewer } from '@marquee/platform';
import { aViewer } from '@marquee/platform/testing';
import { openDatabase } from '../src/db';
import { aCurator, inHours, NOW, startWorld, succeeded, type World } from './world';

const flag = (world: World, viewer: Viewer, eventId: string) => world.flag(viewer, { eventId, reason: 'INACCURATE' });
const statusOf = async (world: World, eventId: string) => (await world.workflowOf(eventId)).status;

/** Flags of accounts that somebody made, as raised by each of them. */
async function ring(world: World, eventId: string, count: number, ties: (n: number) => string[]): Promise<void> {
  const { id: workflowId } = await world.workflowOf(eventId);
  const db = openDatabase(world.databaseUrl, silentLogger);
  try {
    await db.prisma.flag.createMany({
      data: Array.from({ length: count }, (_, n) => ({
        ...{ id: randomUUID(), eventId, subjectKind: 'EVENT' as const, subjectId: eventId, workflowId, flaggerId: randomUUID() },
        ...{ eventVersion: 1, contentHash: 'as it was', reason: 'SPAM' as const, weight: 1, ties: ties(n), tied: true, createdAt: NOW },
      })),
    });
  } finally {
    await db.close();
  }
}

/** Somebody whom this organiser let in. */
async function guestOf(world: World, creatorId: string): Promise<Viewer> {
  const viewer = await world.member();
  const past = await world.published({ creatorId, startsAt: inHours(-50), endsAt: inHours(-48), status: 'COMPLETED' });
  await world.attends({ eventId: past.eventId, userId: viewer.id, checkedInAt: inHours(-50) });
  return viewer;
}

describe('accounts that are made to hide an event', () => {
  it.each([
    ['with nothing to stand on', () => []],
    ['whom one organiser let in', () => ['the same evening']],
    ['of two rings', (n: number) => [`ring ${n % 2}`]],
    ['that each flagged something else beside', (n: number) => ['the same evening', `a flag of ${n}`]],
  ])('do not hide it, a thousand of them %s, and hinder nobody who speaks for themselves', async (_what, ties) => {
    const world = await startWorld();
    const { eventId } = await world.published();
    await ring(world, eventId, 1_000, ties);
    // One more of them, through the front door, today: what counts is counted anew.
    succeeded(await flag(world, await world.member({ registeredAt: inHours(-2) }), eventId));
    expect(await statusOf(world, eventId)).toBe('APPROVED');
    expect((await world.workflowOf(eventId)).inQueue).toBe(true);
    for (let n = 0; n < 3; n++) succeeded(await flag(world, await world.regular(), eventId));
    expect(await statusOf(world, eventId)).toBe('FLAGGED');
  });

  it('count as one when the same organiser let them in, whatever their number of evenings, and as each when different ones did', async () => {
    const world = await startWorld();
    const [host, one, other] = [aViewer(), await world.published(), await world.published()];
    for (let n = 0; n < 5; n++) await flag(world, await guestOf(world, host.id), one.eventId);
    expect(await statusOf(world, one.eventId)).toBe('APPROVED');
    for (let n = 0; n < 3; n++) await flag(world, await guestOf(world, aViewer().id), other.eventId);
    expect(await statusOf(world, other.eventId)).toBe('FLAGGED');
  });

  it('count as one when all of their accuracy comes from the same event', async () => {
    const world = await startWorld();
    const bait = await world.published();
    const people = [await world.member(), await world.member(), await world.member(), await world.member()];
    for (const person of people) succeeded(await flag(world, person, bait.eventId));
    const { id: workflowId, version } = await world.workflowOf(bait.eventId);
    succeeded(await world.decide(aCurator(), { workflowId, version, decision: 'REJECT', notes: 'So.' }));
    const { eventId } = await world.published();
    for (const person of people) succeeded(await flag(world, person, eventId));
    expect(await statusOf(world, eventId)).toBe('APPROVED');
  });

  it('are not looked for among flags from before ties were kept: those count as each', async () => {
    const world = await startWorld();
    const { eventId } = await world.published();
    await ring(world, eventId, 2, () => []);
    const db = openDatabase(world.databaseUrl, silentLogger);
    await db.prisma.flag.updateMany({ where: { eventId }, data: { tied: false } });
    await db.close();
    succeeded(await flag(world, await world.regular(), eventId));
    expect(await statusOf(world, eventId)).toBe('FLAGGED');
  });

  it('count as one when they came on the same day and have nothing else, and as each when they came on different ones', async () => {
    const world = await startWorld();
    const [one, other] = [await world.published(), await world.published()];
    for (let n = 0; n < 4; n++) succeeded(await flag(world, await world.member({ registeredAt: inHours(-72) }), one.eventId));
    expect(await statusOf(world, one.eventId)).toBe('APPROVED');
    for (let n = 1; n < 4; n++) succeeded(await flag(world, await world.member({ registeredAt: inHours(-72 * n) }), other.eventId));
    expect(await statusOf(world, other.eventId)).toBe('FLAGGED');
  });
});
