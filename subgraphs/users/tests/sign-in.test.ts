import * as argon2 from '@node-rs/argon2';
import { ChangePasswordDocument, LoginDocument, LogoutDocument, SuspendUserDocument } from './generated/documents';
import { me, personOf, PASSWORD, signUp, signUpAs, startWorld, type Person, type World } from './world';

/** The real hash, watched: how often it works, and on what. */
const watchHash = (world: World) => vi.spyOn(world.kept.passwords.argon2, 'verify');

/** SHA-256 of `{}`: what a key is remembered with that stands for no arguments, because a quick hash of passwords must not be kept. */
const EMPTY_ARGS = '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a';
const HOUR = 60 * 60 * 1000;
const attempt = (emailOrUsername: string, password: string, idempotencyKey?: string) => ({
  input: { emailOrUsername, password, idempotencyKey },
});
const logIn = async (world: World, ...typed: Parameters<typeof attempt>) => (await world.run(null, LoginDocument, attempt(...typed))).login;
const HOME = '203.0.113.7';
const ELSEWHERE = '198.51.100.20';

describe('signing in', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
    await signUp(world, 'Ada');
  });

  it.each(['Ada', 'ADA', ' ada ', 'Ada@people.test', 'ADA@PEOPLE.TEST'])('works with %j (U24)', async (name) => {
    expect(await logIn(world, name, PASSWORD)).toMatchObject({ __typename: 'LoginSuccess', viewer: { user: { username: 'Ada' } } });
  });

  it('answers a wrong password and an unknown name alike', async () => {
    const wrong = await logIn(world, 'Ada', 'not her password');
    const unknown = await logIn(world, 'nobody', 'not her password');
    expect(wrong).toMatchObject({ __typename: 'InvalidCredentials', code: 'UNAUTHENTICATED', retryable: false });
    expect(unknown).toEqual(wrong);
  });

  it('works as hard for an unknown name as for a wrong password', async () => {
    const verify = watchHash(world);
    for (const name of ['Ada', 'nobody', 'nobody@people.test']) {
      verify.mockClear();
      await logIn(world, name, 'not her password');
      expect(verify).toHaveBeenCalledTimes(1);
      expect(verify.mock.calls[0]![0]).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    }
  });

  it('never lets somebody without a password in, not even with the password of the dummy hash', async () => {
    const person = await signUp(world);
    await world.db.prisma.user.update({ where: { id: person.id }, data: { passwordHash: null } });
    for (const password of ['nobody has this password', '', PASSWORD]) {
      expect((await logIn(world, person.username, password)).__typename).toBe('InvalidCredentials');
    }
  });

  it('takes the same password in another composition of its letters', async () => {
    const person = await signUp(world);
    await world.db.prisma.user.update({
      where: { id: person.id },
      data: { passwordHash: await argon2.hash('caf\u00e9 au lait'.normalize('NFKC')) },
    });
    expect((await logIn(world, person.username, 'cafe\u0301 au lait')).__typename).toBe('LoginSuccess');
  });

  it('makes a weak old hash anew', async () => {
    const person = await signUp(world);
    const weak = await argon2.hash(PASSWORD, { memoryCost: 8192, timeCost: 1, parallelism: 1 });
    await world.db.prisma.user.update({ where: { id: person.id }, data: { passwordHash: weak } });
    await logIn(world, person.username, PASSWORD);
    const row = await world.db.prisma.user.findUniqueOrThrow({ where: { id: person.id } });
    expect(row.passwordHash).toContain('$m=19456,t=2,p=1$');
    expect((await logIn(world, person.username, PASSWORD)).__typename).toBe('LoginSuccess');
  });

  it.each(['', ' ', '@', 'a\u0000b', 'x\u0000@people.test', "' OR 1=1 --", 'x'.repeat(254)])(
    'takes %j for a name nobody has',
    async (name) => {
      expect((await logIn(world, name, 'whatever\u0000')).__typename).toBe('InvalidCredentials');
      expect(
        (await world.run(null, 'query($username: String!) { userByUsername(username: $username) { id } }', { username: name }))
          .userByUsername,
      ).toBeNull();
    },
  );

  it('answers a repeat with the same key with the same session', async () => {
    const first = personOf(await logIn(world, 'Ada', PASSWORD, 'once'));
    const again = personOf(await logIn(world, 'Ada', PASSWORD, 'once'));
    expect(again.viewer.sessionId).toBe(first.viewer.sessionId);
    expect(again.refreshToken).toBe(first.refreshToken);
  });

  it('opens no session again that has ended: not with the key that opened it (users F7)', async () => {
    const person = await signUp(world);
    const again = () => logIn(world, person.username, PASSWORD, 'k');
    const { viewer } = personOf(await again());
    await world.run(viewer, LogoutDocument, {});
    expect(await again()).toMatchObject({ __typename: 'KeyReused', nextStep: 'USE_NEW_KEY' });

    const admin = await signUpAs(world, 'admin');
    await world.run(admin.viewer, SuspendUserDocument, { input: { userId: person.id, reason: 'Spam.' } });
    expect((await again()).__typename).toBe('AccountSuspended');
  });

  it('tells a suspended person so, once the password is right', async () => {
    const admin = await signUpAs(world, 'admin');
    const person = await signUp(world);
    await world.run(admin.viewer, SuspendUserDocument, { input: { userId: person.id, reason: 'Spam.' } });
    expect(await logIn(world, person.username, PASSWORD)).toMatchObject({ __typename: 'AccountSuspended', nextStep: 'ASK_SUPPORT' });
    expect((await logIn(world, person.username, 'wrong one here')).__typename).toBe('InvalidCredentials');
  });
});

describe('failed sign-ins', () => {
  let world: World;
  const tries = async (ip: string, name: string, password: string) => (await world.from(ip, LoginDocument, attempt(name, password))).login;
  const fail = async (ip: string, name: string, times: number) => {
    for (let n = 0; n < times; n++) expect((await tries(ip, name, 'a wrong guess')).__typename).toBe('InvalidCredentials');
  };
  beforeAll(async () => {
    world = await startWorld();
  });

  it('lock the account for that network after 5, for 2 hours, even for the right password (U31)', async () => {
    await signUp(world, 'locked');
    await fail(ELSEWHERE, 'locked', 5);
    const refused = await tries(ELSEWHERE, 'locked', PASSWORD);
    const retryAt = new Date(world.clock.now().getTime() + 2 * HOUR).toISOString();
    expect(refused).toMatchObject({ __typename: 'AccountLocked', code: 'RATE_LIMITED', retryable: true, nextStep: 'WAIT', retryAt });
    expect((await tries('198.51.100.99', 'locked@people.test', PASSWORD)).__typename).toBe('AccountLocked');

    expect((await tries(HOME, 'locked', PASSWORD)).__typename).toBe('LoginSuccess');
    world.clock.advance(2 * HOUR - 1);
    expect((await tries(ELSEWHERE, 'locked', PASSWORD)).__typename).toBe('AccountLocked');
    world.clock.advance(1);
    expect((await tries(ELSEWHERE, 'locked', PASSWORD)).__typename).toBe('LoginSuccess');
  });

  it('are forgotten after a success', async () => {
    await signUp(world, 'forgetful');
    for (let round = 0; round < 3; round++) {
      await fail(HOME, 'forgetful', 4);
      expect((await tries(HOME, 'forgetful', PASSWORD)).__typename).toBe('LoginSuccess');
    }
  });

  it('lock a name that nobody has just the same (users F20)', async () => {
    await fail(ELSEWHERE, 'phantom', 5);
    expect((await tries(ELSEWHERE, 'Phantom', 'a wrong guess')).__typename).toBe('AccountLocked');
  });

  it('are counted one by one, however many run at the same time: 20 guesses are 5 guesses', async () => {
    await signUp(world, 'besieged');
    const verify = watchHash(world);
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => tries(ELSEWHERE, 'besieged', 'a wrong guess')));
    expect(outcomes.filter((outcome) => outcome.__typename === 'InvalidCredentials')).toHaveLength(5);
    expect(outcomes.filter((outcome) => outcome.__typename === 'AccountLocked')).toHaveLength(15);
    expect(verify).toHaveBeenCalledTimes(5);
  });

  it('are counted one by one inside one document', async () => {
    await signUp(world, 'aliased');
    const fields = Array.from(
      { length: 12 },
      (_, n) => `a${n}: login(input: { emailOrUsername: "aliased", password: "guess number ${n}" }) { __typename }`,
    );
    const data = await world.from(ELSEWHERE, `mutation { ${fields.join(' ')} }`);
    const outcomes = Object.values(data).map((outcome) => outcome.__typename);
    expect(outcomes.filter((outcome) => outcome === 'InvalidCredentials')).toHaveLength(5);
    expect(outcomes.filter((outcome) => outcome === 'AccountLocked')).toHaveLength(7);
  });

  it('are not what twenty right passwords at the same time are', async () => {
    await signUp(world, 'popular');
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => tries(HOME, 'popular', PASSWORD)));
    expect(new Set(outcomes.map((outcome) => outcome.__typename))).toEqual(new Set(['LoginSuccess']));
  });

  it('from many networks slow strangers down and spare the networks the owner uses', async () => {
    await signUp(world, 'famous');
    expect((await tries(HOME, 'famous', PASSWORD)).__typename).toBe('LoginSuccess');
    for (let n = 0; n < 24; n++) {
      world.clock.advance(60_000);
      await fail(`192.0.${n}.1`, 'famous', 1);
    }
    expect((await tries('192.0.100.1', 'famous', PASSWORD)).__typename).toBe('AccountLocked');
    expect((await tries(HOME, 'famous', PASSWORD)).__typename).toBe('LoginSuccess');
    world.clock.advance(15 * 60_000);
    expect((await tries('192.0.100.1', 'famous', PASSWORD)).__typename).toBe('LoginSuccess');
  });

  it('without effect are cleared away by a job', async () => {
    world.clock.advance(25 * HOUR);
    expect(await world.db.prisma.loginAttempt.count()).toBeGreaterThan(0);
    expect(await world.subgraph.runJob('forget-old-sign-ins')).toBe(true);
    expect(await world.db.prisma.loginAttempt.count()).toBe(0);
  });
});

describe('the demo accounts', () => {
  it.each([
    ['development', 'LoginSuccess'],
    ['production', 'InvalidCredentials'],
  ])('in %s: %s', async (NODE_ENV, expected) => {
    const world = await startWorld({ settings: { NODE_ENV } });
    const person = await signUp(world);
    await world.db.prisma.user.update({ where: { id: person.id }, data: { demo: true } });
    const verify = watchHash(world);
    expect((await logIn(world, person.username, PASSWORD)).__typename).toBe(expected);
    expect(verify).toHaveBeenCalledTimes(1);
  });
});

describe('changing the password', () => {
  const change = async (world: World, person: Person, currentPassword: string, newPassword: string, idempotencyKey?: string) =>
    (await world.run(person.viewer, ChangePasswordDocument, { input: { currentPassword, newPassword, idempotencyKey } })).changePassword;

  it('ends all other sessions and leaves this one', async () => {
    const world = await startWorld();
    const here = await signUp(world, 'mover');
    const there = personOf(await logIn(world, 'mover', PASSWORD));
    const revoked: unknown[] = [];
    await world.bus.listen('sessions.revoked', (payload) => revoked.push(payload));

    expect((await change(world, here, 'not this', 'a new lantern 43')).__typename).toBe('InvalidCredentials');
    expect(await change(world, here, PASSWORD, 'password')).toMatchObject({
      __typename: 'InvalidInput',
      field: 'newPassword',
    });
    expect(await change(world, here, PASSWORD, 'a new lantern 43')).toEqual({
      __typename: 'ChangePasswordSuccess',
      endedSessionCount: 1,
    });
    expect(revoked).toEqual([{ sessionId: there.viewer.sessionId }]);
    expect(await me(world, here)).toMatchObject({ user: { id: here.id } });
    expect(await me(world, there)).toBeNull();
    expect((await logIn(world, 'mover', PASSWORD)).__typename).toBe('InvalidCredentials');
    expect((await logIn(world, 'mover', 'a new lantern 43')).__typename).toBe('LoginSuccess');

    await expect(change(world, there, 'a new lantern 43', 'a newer lantern 44')).rejects.toThrow('UNAUTHENTICATED');
  });

  it('users F15: takes neither the own address nor the own name, in whatever letters', async () => {
    const world = await startWorld();
    const person = await signUp(world, 'named-person');
    for (const newPassword of ['Named-Person@People.test', 'NAMED-PERSON', 'ｎａｍｅｄ-person'])
      expect(await change(world, person, PASSWORD, newPassword)).toMatchObject({
        __typename: 'InvalidInput',
        field: 'newPassword',
        message: expect.stringContaining('must not be your name or address'),
      });
  });

  it('is told as done when another change follows before the result is there', async () => {
    let follow = false;
    const world = await startWorld({
      db: (own) => ({
        ...own,
        async transaction(work, options) {
          const result = await own.transaction(work, options);
          if (follow) await own.prisma.user.updateMany({ data: { passwordHash: await world.kept.passwords.hash('a newer lantern 44') } });
          return result;
        },
      }),
    });
    const person = await signUp(world);
    follow = true;
    expect((await change(world, person, PASSWORD, 'a new lantern 43')).__typename).toBe('ChangePasswordSuccess');
  });

  it('happens once for one key, which stands for one new password', async () => {
    const world = await startWorld();
    const person = await signUp(world);
    const once = await Promise.all([1, 2].map(() => change(world, person, PASSWORD, 'a new lantern 43', 'k')));
    expect(once.map(({ __typename }) => __typename)).toContain('ChangePasswordSuccess');
    expect((await change(world, person, 'a new lantern 43', 'a newer lantern 44', 'k')).__typename).toBe('KeyReused');
    expect((await logIn(world, person.username, 'a new lantern 43')).__typename).toBe('LoginSuccess');
    const kept = await world.db.pool.query('SELECT count(*)::int AS keys FROM idempotency_keys WHERE request_hash <> $1', [EMPTY_ARGS]);
    expect(kept.rows).toEqual([{ keys: 0 }]);
  });
});
