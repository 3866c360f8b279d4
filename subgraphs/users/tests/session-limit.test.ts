import { randomBytes, randomUUID } from 'node:crypto';
import { takeStep } from '@marquee/platform';
import { watched, withoutLocks } from '@marquee/platform/testing';
import type { Step } from '../src/context';
import { openSession } from '../src/modules/session/session.store';
import { SessionsDocument } from './generated/documents';
import { MEETING, meeting } from './meeting';
import { logIn, signUp, startWorld, type World } from './world';

test('users F16: at most 50 sessions are open, and the one of the request is always among them', async () => {
  const world = await startWorld();
  const { id: userId, username } = await signUp(world);
  const now = world.clock.now();
  const used = (n: number) => new Date(now.getTime() - n * 1000);
  const rows = Array.from({ length: 120 }, (_, n) => ({
    id: randomUUID(),
    userId,
    salt: new Uint8Array(randomBytes(16)),
    network: 'x',
    createdAt: now,
    lastUsedAt: used(n + 1),
    expiresAt: new Date(now.getTime() + 1e9),
  }));
  await world.db.prisma.session.createMany({ data: rows });
  const person = await logIn(world, username);
  const { sessions } = (await world.run(person.viewer, SessionsDocument, { first: 100 })).me!;
  expect(sessions.totalCount).toBe(50);
  expect(sessions.nodes.filter(({ current }) => current).map(({ id }) => id)).toEqual([person.viewer.sessionId]);
  // The first session of the account, this one, and those that were used last.
  const kept = new Set(sessions.nodes.map(({ id }) => id));
  expect(rows.map(({ id }) => kept.has(id))).toEqual(rows.map((_, n) => n < 48));
});

const OPEN_BEFORE = 49;

/** Somebody with 49 open sessions opens some more at the same moment: how many are open then. */
async function openedAtOnce(world: World): Promise<number> {
  const { id } = await signUp(world);
  const open = (before: () => Promise<void>) =>
    takeStep(world.kept, 'test', async (step: Step) => {
      await before();
      return openSession(step, { id, passwordVersion: 0 }, { viewer: null, correlationId: 'test' });
    });
  for (let n = 1; n < OPEN_BEFORE; n++) await open(() => Promise.resolve());
  const meet = meeting();
  await Promise.all(Array.from({ length: MEETING }, () => open(meet)));
  return world.db.prisma.session.count({ where: { userId: id, endedAt: null } });
}

test('at most 50 sessions are open also when several are opened at the same moment', async () => {
  expect(await openedAtOnce(await startWorld())).toBe(50);
});

test('control: without the lock of the person more stay open', async () => {
  // Those who meet have counted before any of them is there for the others.
  const meet = meeting();
  let counted = 0;
  const after = (statement: string) => (statement === 'session.findMany' && ++counted > OPEN_BEFORE ? meet() : undefined);
  const world = await startWorld({ db: (db) => watched(withoutLocks(db), { after }) });
  expect(await openedAtOnce(world)).toBe(OPEN_BEFORE + MEETING);
});
