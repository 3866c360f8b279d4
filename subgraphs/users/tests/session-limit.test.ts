import { randomBytes, randomUUID } from 'node:crypto';
import { SessionsDocument } from './generated/documents';
import { logIn, signUp, startWorld } from './world';

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
