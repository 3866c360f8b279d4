import { silentLogger } from '@marquee/platform';
import type { Database, Tx } from '../src/db';
import { RefreshTokens, type Rotation } from '../src/modules/session/session.rotation';
import { deriveSecrets } from '../src/secrets';
import { REFRESH, SESSION_SECRET, signUp, startWorld, type World } from './world';

const AT_ONCE = 20;

const parts = (world: World) => ({
  db: world.db,
  bus: world.bus,
  clock: world.clock,
  secrets: deriveSecrets(SESSION_SECRET),
  logger: silentLogger,
});

/** Several requests are inside their transactions at the same moment before any goes on; fewer than the pool has connections. */
const MEETING = 5;

function meeting(): () => Promise<void> {
  let waiting = 0;
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return async () => {
    if (++waiting === MEETING) open();
    await opened;
  };
}

/** The real rotation, with requests that meet just before its conditional update. */
class MeetingRefreshTokens extends RefreshTokens {
  private readonly meet = meeting();

  protected override async spend(tx: Tx, tokenHash: Uint8Array<ArrayBuffer>, now: Date) {
    await this.meet();
    return super.spend(tx, tokenHash, now);
  }
}

/** Reads, decides and then writes: what rotation would be without its conditional update. The requests meet between the two. */
class UnlockedRefreshTokens extends RefreshTokens {
  private readonly meet = meeting();

  protected override async spend(tx: Tx, tokenHash: Uint8Array<ArrayBuffer>, now: Date) {
    const token = await tx.refreshToken.findUnique({ where: { tokenHash } });
    await this.meet();
    if (!token || token.usedAt) return null;
    await tx.refreshToken.update({ where: { tokenHash }, data: { usedAt: now } });
    return token;
  }
}

const family = async (db: Database, sessionId: string) => ({
  session: await db.prisma.session.findUniqueOrThrow({ where: { id: sessionId } }),
  generations: (await db.prisma.refreshToken.findMany({ where: { sessionId }, orderBy: { generation: 'asc' } })).map(
    ({ generation }) => generation,
  ),
});

const race = (tokens: RefreshTokens, token: string): Promise<Rotation[]> =>
  Promise.all(Array.from({ length: AT_ONCE }, () => tokens.rotate(token)));
const successors = (rotations: Rotation[]) =>
  new Set(rotations.map((rotation) => (rotation.outcome === 'rotated' ? rotation.refreshToken : rotation.outcome)));

describe('one refresh token used 20 times in parallel', () => {
  it('yields one successor, which all get, and a session that goes on', async () => {
    const world = await startWorld();
    const person = await signUp(world);
    const answers = await Promise.all(
      Array.from({ length: AT_ONCE }, () => world.run(null, REFRESH, { input: { refreshToken: person.refreshToken } })),
    );
    const tokens = new Set(answers.map(({ refreshSession }) => refreshSession.session.refreshToken));
    expect(tokens.size).toBe(1);
    expect(await family(world.db, person.viewer.sessionId)).toMatchObject({
      session: { generation: 1, endedAt: null },
      generations: [0, 1],
    });
    const { refreshSession } = await world.run(null, REFRESH, { input: { refreshToken: [...tokens][0] } });
    expect(refreshSession.__typename).toBe('RefreshSessionSuccess');
  });

  it('yields one ended session when it had been spent long before', async () => {
    const world = await startWorld();
    const person = await signUp(world);
    await world.run(null, REFRESH, { input: { refreshToken: person.refreshToken } });
    world.clock.advance(60_000);
    const rotations = await race(new RefreshTokens(parts(world)), person.refreshToken);
    expect(rotations.every(({ outcome }) => outcome === 'reused' || outcome === 'unknown')).toBe(true);
    const { session, generations } = await family(world.db, person.viewer.sessionId);
    expect(session.endReason).toBe('TOKEN_REUSED');
    expect(generations).toEqual([0, 1]);
  });

  it('yields one successor also when the requests meet just before they spend it', async () => {
    const world = await startWorld();
    const person = await signUp(world);
    expect(successors(await race(new MeetingRefreshTokens(parts(world)), person.refreshToken)).size).toBe(1);
    expect((await family(world.db, person.viewer.sessionId)).generations).toEqual([0, 1]);
  });

  it('control: without the conditional update several successors are born', async () => {
    const world = await startWorld();
    const person = await signUp(world);
    expect(successors(await race(new UnlockedRefreshTokens(parts(world)), person.refreshToken)).size).toBeGreaterThan(1);
    expect((await family(world.db, person.viewer.sessionId)).generations.length).toBeGreaterThan(2);
  });
});
