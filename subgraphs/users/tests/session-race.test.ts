import type { Database, Tx } from '../src/db';
import { RefreshSessionDocument } from './generated/documents';
import { meeting } from './meeting';
import { signUp, startWorld, type World } from './world';

const AT_ONCE = 20;

/** A database whose transactions meet just before they spend a refresh token, by a statement that may be another. */
function meetingToSpend(own: Database, statementOf: (text: string) => string = (text) => text): Database {
  const meet = meeting();
  const spending = (tx: Tx): Tx['$queryRaw'] =>
    (async (parts: TemplateStringsArray, ...values: unknown[]) => {
      if (!parts[0]!.includes('UPDATE refresh_tokens')) return tx.$queryRaw(parts, ...values);
      await meet();
      const texts = parts.map(statementOf);
      return tx.$queryRaw(Object.assign([...texts], { raw: texts }), ...values);
    }) as Tx['$queryRaw'];
  const met = (tx: Tx): Tx =>
    new Proxy(tx, { get: (target, name) => (name === '$queryRaw' ? spending(target) : (Reflect.get(target, name) as unknown)) });
  return { ...own, transaction: (work, options) => own.transaction((tx, after) => work(met(tx), after), options) };
}

const family = async (db: Database, sessionId: string) => ({
  session: await db.prisma.session.findUniqueOrThrow({ where: { id: sessionId } }),
  generations: (await db.prisma.refreshToken.findMany({ where: { sessionId }, orderBy: { generation: 'asc' } })).map(
    ({ generation }) => generation,
  ),
});

const refresh = async (world: World, refreshToken: string) =>
  (await world.run(null, RefreshSessionDocument, { input: { refreshToken } })).refreshSession;
/** What each of many parallel requests got: its refresh token, or the refusal. */
const race = async (world: World, token: string): Promise<string[]> => {
  const results = await Promise.all(Array.from({ length: AT_ONCE }, () => refresh(world, token)));
  return results.map((result) => (result.__typename === 'RefreshSessionSuccess' ? result.session.refreshToken : result.__typename));
};

describe('one refresh token used 20 times in parallel', () => {
  it('yields one successor, which all get, and a session that goes on (U36)', async () => {
    const world = await startWorld();
    const person = await signUp(world);
    const tokens = new Set(await race(world, person.refreshToken));
    expect(tokens.size).toBe(1);
    expect(await family(world.db, person.viewer.sessionId)).toMatchObject({
      session: { generation: 1, endedAt: null },
      generations: [0, 1],
    });
    expect((await refresh(world, [...tokens][0]!)).__typename).toBe('RefreshSessionSuccess');
  });

  it('yields one ended session when it had been spent long before', async () => {
    const world = await startWorld();
    const person = await signUp(world);
    await refresh(world, person.refreshToken);
    world.clock.advance(60_000);
    const outcomes = await race(world, person.refreshToken);
    expect(outcomes).toContain('RefreshTokenReused');
    expect(outcomes.every((outcome) => ['RefreshTokenReused', 'InvalidRefreshToken'].includes(outcome))).toBe(true);
    const { session, generations } = await family(world.db, person.viewer.sessionId);
    expect(session.endReason).toBe('TOKEN_REUSED');
    expect(generations).toEqual([0, 1]);
  });

  it('yields one successor also when the requests meet just before they spend it', async () => {
    const world = await startWorld({ db: meetingToSpend });
    const person = await signUp(world);
    expect(new Set(await race(world, person.refreshToken)).size).toBe(1);
    expect((await family(world.db, person.viewer.sessionId)).generations).toEqual([0, 1]);
  });

  it('control: without the condition of the update several successors are born', async () => {
    const world = await startWorld({ db: (own) => meetingToSpend(own, (text) => text.replace('AND used_at IS NULL', '')) });
    const person = await signUp(world);
    expect(new Set(await race(world, person.refreshToken)).size).toBeGreaterThan(1);
    expect((await family(world.db, person.viewer.sessionId)).generations.length).toBeGreaterThan(2);
  });
});
