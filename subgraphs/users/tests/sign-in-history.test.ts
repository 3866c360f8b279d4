import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import {
  AccountEventsDocument,
  ChangePasswordDocument,
  ChangeUsernameDocument,
  LoginOrChallengeDocument,
  ReinstateUserDocument,
  RequestPasswordResetDocument,
  ResetPasswordDocument,
  SetUserRoleDocument,
  SignInHistoryDocument,
  SuspendUserDocument,
} from './generated/documents';
import { tokenIn } from './mails';
import { challengeOf, complete, verifiedPerson, withApp } from './second-factors';
import { logIn, PASSWORD, signUp, signUpAs, startWorld, succeeded, type Person, type World } from './world';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0';

/** A request of somebody's browser from a network. */
async function from<Result, Variables>(world: World, ip: string, document: TypedDocumentNode<Result, Variables>, variables: Variables) {
  const caller = { viewer: null, correlationId: 'test', ip, userAgent: FIREFOX };
  const answer = await world.subgraph.execute({ query: print(document), variables: variables as never, caller });
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer.data as Result;
}
const tryAt = async (world: World, ip: string, emailOrUsername: string, password: string) =>
  (await from(world, ip, LoginOrChallengeDocument, { input: { emailOrUsername, password } })).login.__typename;
const history = async (world: World, { viewer }: Person, page: { first?: number; after?: string | null } = {}) =>
  (await world.run(viewer, SignInHistoryDocument, page)).me!.signInHistory;
const events = async (world: World, { viewer }: Person, userId: string) =>
  (await world.run(viewer, AccountEventsDocument, { userId, first: 50 })).accountEvents;
const rows = (world: World) => world.db.prisma.signIn.count();

describe('how somebody came into an account, or did not (U32)', () => {
  let world: World;
  beforeAll(async () => void (world = await startWorld()));

  it('is seen by its owner: when, by what, on which device, from which network, and what was new', async () => {
    const ada = await signUp(world);
    world.clock.advance(1000);
    expect(await tryAt(world, '203.0.113.7', ada.username, 'a guess')).toBe('InvalidCredentials');
    world.clock.advance(1000);
    expect(await tryAt(world, '203.0.113.8', ada.username, PASSWORD)).toBe('LoginSuccess');
    world.clock.advance(1000);
    expect(await tryAt(world, '203.0.113.9', ada.username, PASSWORD)).toBe('LoginSuccess');
    const at = (ago: number) => new Date(world.clock.now().getTime() - ago).toISOString();
    const there = { way: 'PASSWORD', device: 'Firefox, Windows', network: '203.0.113.0/24', attempts: 1 };
    expect((await history(world, ada)).nodes).toEqual([
      { ...there, at: at(0), outcome: 'SUCCEEDED', newDevice: false, newNetwork: false },
      { ...there, at: at(1000), outcome: 'SUCCEEDED', newDevice: true, newNetwork: true },
      { ...there, at: at(2000), outcome: 'WRONG_PASSWORD', newDevice: null, newNetwork: true },
      { at: at(3000), outcome: 'SUCCEEDED', way: 'PASSWORD', device: null, network: null, newDevice: true, newNetwork: true, attempts: 1 },
    ]);
  });

  it('is read page by page, and is nobody else’s', async () => {
    const ada = await signUp(world);
    for (let n = 0; n < 4; n++) {
      world.clock.advance(1000);
      await logIn(world, ada.username);
    }
    const first = await history(world, ada, { first: 3 });
    expect(first).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: true } });
    const second = await history(world, ada, { first: 3, after: first.pageInfo.endCursor });
    expect([first.nodes.length, second.nodes.length, second.pageInfo.hasNextPage]).toEqual([3, 2, false]);
    expect((await history(world, await signUp(world))).totalCount).toBe(1);
  });

  it('tells of the failure that locked the account here; what is tried meanwhile fills nothing', async () => {
    const ada = await signUp(world);
    for (let n = 0; n < 30; n++) await tryAt(world, '203.0.113.7', ada.username, 'a guess');
    const failures = (await history(world, ada)).nodes.filter(({ outcome }) => outcome !== 'SUCCEEDED');
    expect(failures.map(({ outcome, attempts }) => [outcome, attempts]).sort()).toEqual([
      ['LOCKED', 1],
      ['WRONG_PASSWORD', 4],
    ]);
  });

  it('tells of wrong codes', async () => {
    const { person, code } = await withApp(world);
    await complete(world, await challengeOf(world, person), '000000');
    await complete(world, await challengeOf(world, person), '000001');
    world.clock.advance(1000);
    succeeded(await complete(world, await challengeOf(world, person), code()));
    const [last, failed] = (await history(world, person)).nodes;
    expect(last).toMatchObject({ outcome: 'SUCCEEDED', way: 'PASSWORD' });
    expect(failed).toMatchObject({ outcome: 'WRONG_CODE', attempts: 2 });
  });

  it('tells of a link for who forgot the password, that was used', async () => {
    const ada = await verifiedPerson(world);
    const email = `${ada.username}@people.test`;
    await world.run(null, RequestPasswordResetDocument, { input: { email } });
    await world.subgraph.runJob('answer-password-requests');
    const token = await tokenIn(world, email, 'reset-password');
    world.clock.advance(1000);
    const input = { token, newPassword: 'another lantern 43' };
    expect((await from(world, '198.51.100.7', ResetPasswordDocument, { input })).resetPassword.__typename).toBe('ResetPasswordSuccess');
    const there = await logIn(world, ada.username, input.newPassword);
    expect((await history(world, there)).nodes.find(({ way }) => way === 'PASSWORD_RESET')).toMatchObject({
      outcome: 'SUCCEEDED',
      network: '198.51.100.0/24',
      newDevice: null,
      newNetwork: true,
    });
  });

  it('writes nothing of names that nobody has, and takes the same statements for them', async () => {
    const ada = await signUp(world);
    const seen = async (name: string) => {
      const statements: string[] = [];
      const { query } = world.db;
      world.db.query = (statement) => (statements.push((statement as { name: string }).name), query.call(world.db, statement)) as never;
      try {
        expect(await tryAt(world, '192.0.2.7', name, 'a guess')).toBe('InvalidCredentials');
      } finally {
        world.db.query = query;
      }
      return statements;
    };
    const known = await seen(ada.username);
    const before = await rows(world);
    expect(await seen('nobody-has-this@people.test')).toEqual(known);
    expect(known).toEqual(['login_attempts_begin', 'login_attempts_fail']);
    expect(await rows(world)).toBe(before);
  });

  it('is written together with the session or not at all', async () => {
    const ada = await signUp(world);
    const before = await rows(world);
    await world.db.prisma.user.update({ where: { id: ada.id }, data: { suspendedAt: world.clock.now() } });
    expect(await tryAt(world, '192.0.2.8', ada.username, PASSWORD)).toBe('AccountSuspended');
    expect(await rows(world)).toBe(before);
  });

  it('is kept for 90 days', async () => {
    const own = await startWorld();
    await signUp(own);
    own.clock.advance(89 * DAY);
    await own.subgraph.runJob('forget-old-sign-ins');
    expect(await rows(own)).toBe(1);
    own.clock.advance(2 * DAY);
    await own.subgraph.runJob('forget-old-sign-ins');
    expect(await rows(own)).toBe(0);
    expect(await own.db.prisma.accountEvent.count()).toBe(1);
    own.clock.advance(2 * 365 * DAY);
    await own.subgraph.runJob('forget-old-sign-ins');
    expect(await own.db.prisma.accountEvent.count()).toBe(0);
  });
});

describe('failures of one kind from one network at the same moment', () => {
  const race = async (count: number, broken?: (world: World) => Promise<unknown>) => {
    const world = await startWorld();
    const ada = await signUp(world);
    await broken?.(world);
    const failure = { userId: ada.id, outcome: 'WRONG_PASSWORD', way: 'PASSWORD', device: null, network: 'n' } as const;
    await Promise.all(Array.from({ length: count }, () => world.kept.loginAttempts.fail(ada.id, failure)));
    const failures = await world.db.prisma.signIn.findMany({ where: { outcome: 'WRONG_PASSWORD' } });
    return failures.map(({ attempts }) => attempts);
  };

  it('are one row, and all counted', async () => {
    expect(await race(8)).toEqual([8]);
  });

  it('control: without the unique index there is no such statement', async () => {
    const drop = (world: World) => world.db.pool.query('DROP INDEX sign_ins_user_id_outcome_network_hour_key');
    await expect(race(2, drop)).rejects.toThrow();
  });
});

describe('what was done to an account (U33)', () => {
  let world: World;
  let admin: Person;
  beforeAll(async () => {
    world = await startWorld();
    admin = await signUpAs(world, 'admin', 'boss');
  });

  it('is seen by who may suspend: what, by whom, when, and why', async () => {
    const ada = await signUp(world, 'ada');
    const say = (parts: object) => ({ input: { userId: ada.id, ...parts } }) as never;
    await world.run(ada.viewer, ChangeUsernameDocument, { input: { username: 'ada_l' } });
    await world.run(ada.viewer, ChangePasswordDocument, { input: { currentPassword: PASSWORD, newPassword: 'another lantern 43' } });
    await world.run(admin.viewer, SetUserRoleDocument, say({ role: 'CURATOR' }));
    // The same once more changes nothing, and is not written down.
    await world.run(admin.viewer, SetUserRoleDocument, say({ role: 'CURATOR' }));
    await world.run(admin.viewer, SuspendUserDocument, say({ reason: 'Spam.' }));
    await world.run(admin.viewer, ReinstateUserDocument, say({}));
    const seen = await events(world, admin, ada.id);
    expect(seen.nodes.map(({ kind, actor, detail }) => [kind, actor?.username, detail]).sort()).toEqual(
      [
        ['REGISTERED', 'ada_l', null],
        ['USERNAME_CHANGED', 'ada_l', 'ada'],
        ['PASSWORD_CHANGED', 'ada_l', null],
        ['ROLE_CHANGED', 'boss', 'CURATOR'],
        ['SUSPENDED', 'boss', 'Spam.'],
        ['REINSTATED', 'boss', null],
      ].sort(),
    );
  });

  it('is seen by no others, and by moderators not of each other', async () => {
    const ada = await signUp(world);
    const [one, other] = [await signUpAs(world, 'moderator'), await signUpAs(world, 'moderator')];
    await expect(events(world, ada, ada.id)).rejects.toThrow('FORBIDDEN');
    await expect(events(world, one, other.id)).rejects.toThrow('NOT_FOUND');
    expect((await events(world, one, ada.id)).totalCount).toBe(1);
  });

  it('tells of the second factor, and goes with an erased person', async () => {
    const { person } = await withApp(world);
    const kinds = (await events(world, admin, person.id)).nodes.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['SECOND_FACTOR_ON', 'EMAIL_VERIFIED', 'REGISTERED']));
    await world.tell('user.erased', person.id, { userId: person.id });
    await expect(events(world, admin, person.id)).rejects.toThrow('NOT_FOUND');
    expect(await world.db.prisma.accountEvent.count({ where: { userId: person.id } })).toBe(0);
    expect(await world.db.prisma.signIn.count({ where: { userId: person.id } })).toBe(0);
  });
});
