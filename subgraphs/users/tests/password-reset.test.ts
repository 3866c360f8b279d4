import { randomBytes } from 'node:crypto';
import { meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import type { Database, Tx } from '../src/db';
import {
  ChangeEmailDocument,
  ChangePasswordDocument,
  LoginDocument,
  RequestPasswordResetDocument,
  ResetPasswordDocument,
  VerifyEmailDocument,
} from './generated/documents';
import { tokenIn } from './mails';
import { logIn, me, PASSWORD, signUp, startWorld, type Person, type World } from './world';

const NEW = 'a new lantern 43';
const MINUTE = 60_000;

const addressOf = ({ username }: Person) => `${username}@people.test`;
const ask = async (world: World, email: string, idempotencyKey?: string) =>
  (await world.run(null, RequestPasswordResetDocument, { input: { email, idempotencyKey } })).requestPasswordReset;
const reset = async (world: World, token: string, newPassword = NEW, idempotencyKey?: string) =>
  (await world.run(null, ResetPasswordDocument, { input: { token, newPassword, idempotencyKey } })).resetPassword;
const signIn = async (world: World, name: string, password: string) =>
  (await world.run(null, LoginDocument, { input: { emailOrUsername: name, password } })).login.__typename;

/** Asks for a link, and returns the token in it. */
async function forget(world: World, person: Person): Promise<string> {
  expect((await ask(world, addressOf(person))).__typename).toBe('RequestPasswordResetSuccess');
  await world.subgraph.runJob('answer-password-requests');
  return tokenIn(world, addressOf(person), 'reset-password');
}

describe('a forgotten password (U29)', () => {
  let world: World;
  let ada: Person;
  beforeAll(async () => void (world = await startWorld()));
  beforeEach(async () => void (ada = await signUp(world)));

  it('is replaced by the mailed link: every session ends, nobody is signed in, and it is told', async () => {
    await world.db.prisma.user.update({ where: { id: ada.id }, data: { emailVerifiedAt: world.clock.now() } });
    const there = await logIn(world, ada.username);
    const token = await forget(world, ada);
    expect(await reset(world, token)).toEqual({ __typename: 'ResetPasswordSuccess', endedSessionCount: 2 });
    expect([await me(world, ada), await me(world, there)]).toEqual([null, null]);
    expect(await signIn(world, ada.username, PASSWORD)).toBe('InvalidCredentials');
    expect(await signIn(world, ada.username, NEW)).toBe('LoginSuccess');
    await world.subgraph.runJob('send-mails');
    expect(world.mailer.to(addressOf(ada), 'password-changed')).toBeDefined();
  });

  it('has the same answer for an address that nobody has, and by the same statements; only the mail is missing', async () => {
    const statements = async (email: string) => {
      const before = world.subgraph.statements.count;
      const answer = await ask(world, email);
      return { answer, count: world.subgraph.statements.count - before };
    };
    const [known, unknown] = [await statements(addressOf(ada)), await statements('nobody.at.all@people.test')];
    expect(known.answer).toEqual({ __typename: 'RequestPasswordResetSuccess', email: addressOf(ada) });
    expect(unknown.answer).toEqual({ __typename: 'RequestPasswordResetSuccess', email: 'nobody.at.all@people.test' });
    expect(unknown.count).toBe(known.count);
    await world.subgraph.runJob('answer-password-requests');
    await world.subgraph.runJob('send-mails');
    expect(world.mailer.to(addressOf(ada), 'reset-password')).toBeDefined();
    expect(world.mailer.sent.filter(({ to }) => to === 'nobody.at.all@people.test')).toEqual([]);
    expect(await ask(world, 'no address')).toMatchObject({ __typename: 'InvalidInput' });
  });

  it('is asked for three times in an hour for an address, whoever has it, and 20 times from a network', async () => {
    for (const email of [addressOf(ada), `no_${addressOf(ada)}`]) {
      for (let n = 0; n < 3; n++) expect((await ask(world, email)).__typename).toBe('RequestPasswordResetSuccess');
      expect(await ask(world, email)).toMatchObject({
        __typename: 'TooManyRequests',
        retryAt: new Date(world.clock.now().getTime() + 60 * MINUTE).toISOString(),
      });
    }
    const from = async (ip: string, n: number) =>
      (await world.from(ip, RequestPasswordResetDocument, { input: { email: `${n}_${addressOf(ada)}` } })).requestPasswordReset.__typename;
    for (let n = 0; n < 20; n++) expect(await from(`203.0.113.${n}`, n)).toBe('RequestPasswordResetSuccess');
    expect(await from('203.0.113.99', 20)).toBe('TooManyRequests');
    expect(await from('198.51.100.1', 20)).toBe('RequestPasswordResetSuccess');
    world.clock.advance(60 * MINUTE);
    expect(await from('203.0.113.99', 21)).toBe('RequestPasswordResetSuccess');
  });

  it('has a link that is good for 10 minutes, is ended by a newer one and by another change, and lies nowhere', async () => {
    const late = await forget(world, ada);
    const rows = await world.db.pool.query(
      'SELECT row_to_json(t)::text AS row FROM mail_tokens t UNION ALL SELECT row_to_json(m)::text FROM mails m',
    );
    expect(JSON.stringify(rows.rows)).not.toContain(late);
    world.clock.advance(10 * MINUTE);
    expect((await reset(world, late)).__typename).toBe('InvalidToken');
    const [first, second] = [await forget(world, ada), await forget(world, ada)];
    expect((await reset(world, first)).__typename).toBe('InvalidToken');
    expect((await reset(world, second)).__typename).toBe('ResetPasswordSuccess');
    expect((await reset(world, second)).__typename).toBe('InvalidToken');
    world.clock.advance(60 * MINUTE);
    const third = await forget(world, ada);
    await world.db.prisma.user.update({ where: { id: ada.id }, data: { passwordVersion: { increment: 1 } } });
    expect((await reset(world, third)).__typename).toBe('InvalidToken');
  });

  it('takes back another address that was asked for with the former one: its link is no way in', async () => {
    await world.db.prisma.user.update({ where: { id: ada.id }, data: { emailVerifiedAt: world.clock.now() } });
    const thief = `thief_${addressOf(ada)}`;
    await world.run(ada.viewer, ChangeEmailDocument, { input: { email: thief, password: PASSWORD } });
    const link = await tokenIn(world, thief, 'verify-email');
    expect((await reset(world, await forget(world, ada))).__typename).toBe('ResetPasswordSuccess');
    expect((await world.run(null, VerifyEmailDocument, { input: { token: link } })).verifyEmail.__typename).toBe('InvalidToken');
    expect((await logIn(world, addressOf(ada), NEW)).id).toBe(ada.id);
    expect((await world.db.prisma.user.findUnique({ where: { id: ada.id } }))!.pendingEmail).toBeNull();
  });

  it('changed by who knows it takes that back, too, and ends links that were asked for', async () => {
    const token = await forget(world, ada);
    await world.run(ada.viewer, ChangeEmailDocument, { input: { email: `b_${addressOf(ada)}`, password: PASSWORD } });
    const link = await tokenIn(world, `b_${addressOf(ada)}`, 'verify-email');
    await world.run(ada.viewer, ChangePasswordDocument, { input: { currentPassword: PASSWORD, newPassword: NEW } });
    expect((await world.run(null, VerifyEmailDocument, { input: { token: link } })).verifyEmail.__typename).toBe('InvalidToken');
    expect((await reset(world, token)).__typename).toBe('InvalidToken');
    expect((await me(world, ada))!.unreadNotificationCount).toBe(1);
  });

  it('is mailed about three times a day to an address that was only given: it may be a stranger’s', async () => {
    const ask24 = async (person: Person) => {
      for (let hour = 0; hour < 24; hour++) {
        await ask(world, addressOf(person));
        await world.subgraph.runJob('answer-password-requests');
        await world.subgraph.runJob('send-mails');
        world.clock.advance(60 * MINUTE);
      }
      return world.mailer.sent.filter(({ to, kind }) => to === addressOf(person) && kind === 'reset-password').length;
    };
    expect(await ask24(ada)).toBe(3);
    const verified = await signUp(world);
    await world.db.prisma.user.update({ where: { id: verified.id }, data: { emailVerifiedAt: world.clock.now() } });
    expect(await ask24(verified)).toBe(24);
  });

  it('is held to the rules of a new one: not common, not one’s own name, long enough', async () => {
    const token = await forget(world, ada);
    for (const password of ['Password123', addressOf(ada), ada.username.padEnd(8, 'x').slice(0, 7)])
      expect(await reset(world, token, password)).toMatchObject({ __typename: 'InvalidInput', field: 'newPassword' });
    expect((await reset(world, token)).__typename).toBe('ResetPasswordSuccess');
  });

  it('ends a lock after wrong guesses', async () => {
    for (let n = 0; n < 5; n++) await signIn(world, ada.username, 'a guess');
    expect(await signIn(world, ada.username, PASSWORD)).toBe('AccountLocked');
    await reset(world, await forget(world, ada));
    expect(await signIn(world, ada.username, NEW)).toBe('LoginSuccess');
  });

  it('lifts no suspension, and is not for the demo accounts', async () => {
    const token = await forget(world, ada);
    await world.db.prisma.user.update({ where: { id: ada.id }, data: { suspendedAt: world.clock.now() } });
    expect((await reset(world, token)).__typename).toBe('ResetPasswordSuccess');
    expect(await signIn(world, ada.username, NEW)).toBe('AccountSuspended');
    const demo = await signUp(world);
    await world.db.prisma.user.update({ where: { id: demo.id }, data: { demo: true } });
    await ask(world, addressOf(demo));
    await world.subgraph.runJob('answer-password-requests');
    await world.subgraph.runJob('send-mails');
    expect(world.mailer.to(addressOf(demo), 'reset-password')).toBeUndefined();
  });

  it('sent again with its key has the first answer; with another password it is refused', async () => {
    const token = await forget(world, ada);
    for (let n = 0; n < 3; n++)
      expect(await reset(world, token, NEW, 'k')).toEqual({ __typename: 'ResetPasswordSuccess', endedSessionCount: 1 });
    expect((await reset(world, token, 'another lantern 44', 'k')).__typename).toBe('KeyReused');
    expect(await signIn(world, ada.username, NEW)).toBe('LoginSuccess');
  });

  it('is not had by 40 guesses at the same time, which cost no hash and lock nobody out', async () => {
    const token = await forget(world, ada);
    const hash = vi.spyOn(world.kept.passwords.argon2, 'hash');
    const guesses = await Promise.all(Array.from({ length: 40 }, () => reset(world, randomBytes(32).toString('base64url'))));
    expect(new Set(guesses.map(({ __typename }) => __typename))).toEqual(new Set(['InvalidToken']));
    expect(hash).not.toHaveBeenCalled();
    hash.mockRestore();
    expect((await reset(world, token)).__typename).toBe('ResetPasswordSuccess');
  });
});

describe('a link that is used twice at the same moment', () => {
  const PASSWORDS = [NEW, 'another lantern 44', 'a third lantern 45'];
  const race = async (db?: (own: Database) => Database) => {
    const world = await startWorld({ db });
    const ada = await signUp(world);
    const token = await forget(world, ada);
    const answers = await Promise.all(PASSWORDS.map((password) => reset(world, token, password)));
    return answers.map(({ __typename }) => __typename).sort();
  };
  /** All are in their change before any spends the token. */
  const together = (own: Database) => {
    const meet = meetingOf(3);
    return watched(own, {
      before: (statement) => (statement.includes('FROM users WHERE id = ') && statement.includes('FOR UPDATE') ? isReset(meet) : undefined),
    });
  };
  /** The job that makes the link takes the same lock: it is the first to come. */
  let seen = 0;
  const isReset = (meet: () => Promise<void>) => (++seen > 1 ? meet() : undefined);
  beforeEach(() => void (seen = 0));

  it('sets one password', async () => {
    expect(await race(together)).toEqual(['InvalidToken', 'InvalidToken', 'ResetPasswordSuccess']);
  });

  it('control: where nobody asks whether it is spent, and which password it replaces, all do', async () => {
    const careless = (own: Database): Database => {
      const open = withoutLocks(own);
      const meet = meetingOf(3);
      const over = (tx: Tx): Tx =>
        new Proxy(tx, {
          get(target, name) {
            const model = Reflect.get(target, name) as object;
            if (name === 'mailToken')
              return new Proxy(model, {
                get: (of, method) =>
                  method === 'updateMany'
                    ? async ({ where: { id } }: { where: { id?: string } }) => (id ? (await meet(), { count: 1 }) : { count: 0 })
                    : (Reflect.get(of, method) as unknown),
              });
            if (name === 'user')
              return new Proxy(model, {
                get: (of, method) =>
                  method === 'updateMany'
                    ? ({ where: { id }, data }: { where: { id: string }; data: object }) => target.user.updateMany({ where: { id }, data })
                    : (Reflect.get(of, method) as unknown),
              });
            return model;
          },
        });
      return { ...own, transaction: (work, options) => open.transaction((tx, after) => work(over(tx), after), options) };
    };
    expect(await race(careless)).toEqual(['ResetPasswordSuccess', 'ResetPasswordSuccess', 'ResetPasswordSuccess']);
  });
});
