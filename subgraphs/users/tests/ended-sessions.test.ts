import type { Viewer } from '@marquee/platform';
import {
  ChangePasswordDocument,
  EndAllSessionsDocument,
  LogoutDocument,
  RefreshSessionDocument,
  SetUserRoleDocument,
  SuspendUserDocument,
} from './generated/documents';
import { logIn, logOut, me, PASSWORD, signUp, signUpAs, startWorld, type World } from './world';

const MINUTE = 60_000;

/** What a gateway asks. */
async function ended(world: World, since: string | null = null) {
  const query = 'query Ended($since: String) { endedSessions(since: $since) { sessions { id tokensExpireInMs } since } }';
  const { endedSessions } = await world.run(null, query, { since });
  return endedSessions as { sessions: { id: string; tokensExpireInMs: number }[]; since: string };
}
const ids = async (world: World, since: string | null = null) => (await ended(world, since)).sessions.map(({ id }) => id);
const lasts = async (world: World, id: string): Promise<unknown> =>
  (await world.run(null, 'query Lasts($id: ID!) { sessionLasts(id: $id) }', { id })).sessionLasts;
const refresh = async (world: World, refreshToken: string) =>
  (await world.run(null, RefreshSessionDocument, { input: { refreshToken } })).refreshSession.__typename;

describe('sessions that ended early', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });

  it('are listed whichever way they ended, until no access token of theirs can be good (U39, U41, A3)', async () => {
    const admin = await signUpAs(world, 'admin');
    const [leaver, banned, changer, everywhere] = [await signUp(world), await signUp(world), await signUp(world), await signUp(world)];
    const demoted = await signUpAs(world, 'curator');
    const ofDemoted = await world.db.prisma.session.findMany({ where: { userId: demoted.id } });
    const elsewhere = await logIn(world, changer.username);
    await logOut(world, leaver);
    await world.run(admin.viewer, SuspendUserDocument, { input: { userId: banned.id, reason: 'Spam.' } });
    await world.run(admin.viewer, SetUserRoleDocument, { input: { userId: demoted.id, role: 'USER' } });
    await world.run(changer.viewer, ChangePasswordDocument, { input: { currentPassword: PASSWORD, newPassword: 'a new lantern 43' } });
    await world.run(everywhere.viewer, EndAllSessionsDocument, { input: { keepCurrent: false } });
    const gone = [leaver, banned, demoted, elsewhere, everywhere].map(({ viewer }) => viewer.sessionId);
    expect((await ids(world)).sort()).toEqual([...new Set([...gone, ...ofDemoted.map(({ id }) => id)])].sort());
    for (const id of gone) expect(await lasts(world, id)).toBe(false);
    for (const { viewer } of [admin, changer]) expect(await lasts(world, viewer.sessionId)).toBe(true);

    world.clock.advance(15 * MINUTE);
    expect(await ids(world)).toContain(leaver.viewer.sessionId);
    world.clock.advance(MINUTE);
    expect(await ids(world)).toEqual([]);
    await world.subgraph.runJob('forget-old-sign-ins');
    expect(await world.db.prisma.endedSession.count()).toBe(0);
  });

  it('are listed since the last list, with a minute of overlap for transactions that were open then', async () => {
    const [early, late] = [await signUp(world), await signUp(world)];
    await logOut(world, early);
    const { since } = await ended(world);
    expect(await ids(world, since)).toEqual([early.viewer.sessionId]);
    world.clock.advance(2 * MINUTE);
    const next = (await ended(world, since)).since;
    await logOut(world, late);
    expect(await ids(world, next)).toEqual([late.viewer.sessionId]);
    expect((await ids(world, 'no time')).sort()).toEqual([early, late].map(({ viewer }) => viewer.sessionId).sort());
  });

  it('are listed also when the person is gone', async () => {
    const person = await signUp(world);
    await logOut(world, person);
    await world.db.prisma.user.delete({ where: { id: person.id } });
    expect(await ids(world)).toEqual([person.viewer.sessionId]);
  });

  it('last no longer when they ran out, were never there, or their person is suspended', async () => {
    const person = await signUp(world);
    for (const id of ['nonsense', '00000000-0000-4000-8000-000000000000']) expect(await lasts(world, id)).toBe(false);
    await world.db.prisma.user.update({ where: { id: person.id }, data: { suspendedAt: new Date() } });
    expect(await lasts(world, person.viewer.sessionId)).toBe(false);
  });
});

describe('signing out (users F9)', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  const out = async (viewer: Viewer | null, refreshToken?: string) =>
    (await world.run(viewer, LogoutDocument, refreshToken === undefined ? {} : { input: { refreshToken } })).logout;

  it('works with a refresh token alone, spent ones too, and twice', async () => {
    const person = await signUp(world);
    expect(await refresh(world, person.refreshToken)).toBe('RefreshSessionSuccess');
    const done = { __typename: 'LogoutSuccess', deletedId: person.viewer.sessionId };
    for (let time = 0; time < 2; time++) expect(await out(null, person.refreshToken)).toEqual(done);
    expect(await me(world, person)).toBeNull();
    expect(await out(person.viewer)).toEqual(done);
  });

  it('ends the session of the refresh token and no other', async () => {
    const phone = await signUp(world);
    const laptop = await logIn(world, phone.username);
    expect(await out(phone.viewer, laptop.refreshToken)).toEqual({ __typename: 'LogoutSuccess', deletedId: laptop.viewer.sessionId });
    expect(await me(world, phone)).not.toBeNull();
  });

  it.each(['', 'nonsense', 'A'.repeat(43)])('does not know the token %j', async (token) => {
    expect((await out(null, token)).__typename).toBe('InvalidRefreshToken');
  });

  it('needs one or the other', async () => {
    await expect(out(null)).rejects.toThrow('UNAUTHENTICATED');
  });

  it('is not kept from a suspended person', async () => {
    const person = await signUp(world);
    await world.db.prisma.user.update({ where: { id: person.id }, data: { suspendedAt: new Date() } });
    expect((await out(person.viewer)).__typename).toBe('LogoutSuccess');
  });
});
