import { meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import { Secret } from 'otpauth';
import type { Database, Tx } from '../src/db';
import {
  ChangePasswordDocument,
  CompleteLoginDocument,
  DisableTotpDocument,
  RefreshSessionDocument,
  RegisterDocument,
} from './generated/documents';
import { appWith, begin, challengeOf, complete, confirm, login, STEP, verifiedPerson, withApp } from './second-factors';
import { logIn, me, PASSWORD, personOf, signUp, startWorld, succeeded, type Person, type World } from './world';

const disable = async (world: World, { viewer }: Person, code: string, password = PASSWORD) =>
  (await world.run(viewer, DisableTotpDocument, { input: { password, code } })).disableTotp;

describe('a second factor (U42, U43)', () => {
  let world: World;
  beforeAll(async () => void (world = await startWorld()));

  it('is for verified addresses: nobody binds the account of another’s address to an app before its owner comes', async () => {
    expect(await begin(world, await signUp(world))).toMatchObject({
      __typename: 'NotAllowed',
      message: expect.stringContaining('Verify') as string,
    });
  });

  it('is asked for once an app has shown that it has the secret, and not before', async () => {
    const ada = await verifiedPerson(world);
    const begun = succeeded(await begin(world, ada, PASSWORD, 'k'));
    expect(begun.uri).toBe(
      `otpauth://totp/Marquee:${ada.username}?secret=${begun.secret}&issuer=Marquee&algorithm=SHA1&digits=6&period=30`,
    );
    expect(succeeded(await begin(world, ada, PASSWORD, 'k')).secret).toBe(begun.secret);
    expect((await login(world, ada)).__typename).toBe('LoginSuccess');
    expect((await confirm(world, ada, '000000')).__typename).toBe('InvalidCode');
    const code = appWith(world, begun.secret);
    const { backupCodes } = succeeded(await confirm(world, ada, code(), 'c'));
    expect(backupCodes).toHaveLength(10);
    expect(new Set(backupCodes).size).toBe(10);
    expect(succeeded(await confirm(world, ada, code(), 'c')).backupCodes).toEqual(backupCodes);
    expect((await confirm(world, ada, code())).__typename).toBe('SecondFactorOn');
    expect((await begin(world, ada)).__typename).toBe('SecondFactorOn');

    expect(await login(world, ada)).toMatchObject({
      __typename: 'SecondFactorRequired',
      code: 'UNAUTHENTICATED',
      nextStep: 'COMPLETE_ACTION',
      methods: ['TOTP', 'BACKUP_CODE'],
      challengeExpiresAt: new Date(world.clock.now().getTime() + 5 * 60_000).toISOString(),
    });
  });

  it('completes the sign-in, once; a repeat with its key is the same session', async () => {
    const { person, code } = await withApp(world);
    const token = await challengeOf(world, person);
    const first = succeeded(await complete(world, token, code(), 'k'));
    expect(first.viewer).toMatchObject({ user: { id: person.id }, backupCodesLeft: 10 });
    expect(succeeded(await complete(world, token, code(), 'k')).session.refreshToken).toBe(first.session.refreshToken);
    expect((await complete(world, token, code())).__typename).toBe('InvalidChallenge');
    expect((await complete(world, 'no token', code())).__typename).toBe('InvalidChallenge');
  });

  it('takes no code twice, nor an older one: the last step is not replayed', async () => {
    const { person, code } = await withApp(world);
    const old = code();
    world.clock.advance(STEP);
    const present = code();
    expect((await complete(world, await challengeOf(world, person), present)).__typename).toBe('CompleteLoginSuccess');
    for (const used of [present, old])
      expect((await complete(world, await challengeOf(world, person), used)).__typename).toBe('InvalidCode');
    world.clock.advance(STEP);
    expect((await complete(world, await challengeOf(world, person), code())).__typename).toBe('CompleteLoginSuccess');
  });

  it('takes each backup code once, in any letter case, with or without dashes', async () => {
    const { person, backupCodes } = await withApp(world);
    const [first, second] = backupCodes as [string, string];
    expect(succeeded(await complete(world, await challengeOf(world, person), first.toUpperCase())).viewer.backupCodesLeft).toBe(9);
    expect((await complete(world, await challengeOf(world, person), first)).__typename).toBe('InvalidCode');
    expect((await complete(world, await challengeOf(world, person), second.replaceAll('-', ' '))).__typename).toBe('CompleteLoginSuccess');
  });

  it('waits for 5 minutes', async () => {
    const { person, code } = await withApp(world);
    const token = await challengeOf(world, person);
    world.clock.advance(5 * 60_000);
    expect((await complete(world, token, code())).__typename).toBe('InvalidChallenge');
  });

  it('is not had by 40 guesses at the same time: five are looked at, then its codes are locked here', async () => {
    const { person, code } = await withApp(world);
    const token = await challengeOf(world, person);
    const guesses = await Promise.all(Array.from({ length: 40 }, (_, n) => complete(world, token, String(n).padStart(6, '0'))));
    const outcomes = guesses.map(({ __typename }) => __typename);
    expect(outcomes.filter((outcome) => outcome === 'InvalidCode')).toHaveLength(5);
    expect(outcomes.filter((outcome) => outcome === 'AccountLocked')).toHaveLength(35);
    expect((await complete(world, await challengeOf(world, person), code())).__typename).toBe('AccountLocked');
    world.clock.advance(2 * 3_600_000);
    expect((await complete(world, await challengeOf(world, person), code())).__typename).toBe('CompleteLoginSuccess');
  });

  it('is not guessed while it is set up: who has only the session has five tries', async () => {
    const ada = await verifiedPerson(world);
    expect((await confirm(world, ada, '000000')).__typename).toBe('SecondFactorOff');
    const code = appWith(world, succeeded(await begin(world, ada)).secret);
    for (let n = 0; n < 5; n++) expect((await confirm(world, ada, `00000${n}`)).__typename).toBe('InvalidCode');
    expect((await confirm(world, ada, code())).__typename).toBe('AccountLocked');
    world.clock.advance(2 * 3_600_000);
    const there = await logIn(world, ada.username);
    expect((await confirm(world, there, code())).__typename).toBe('ConfirmTotpSuccess');
  });

  it('is not replayed by a sign-in of the former password, although the session that changed it goes on', async () => {
    const { person, code } = await withApp(world);
    const token = await challengeOf(world, person);
    const { session } = succeeded(await complete(world, token, code(), 'k'));
    const { refreshToken } = session;
    const there = personOf((await world.run(null, RefreshSessionDocument, { input: { refreshToken } })).refreshSession);
    const input = { currentPassword: PASSWORD, newPassword: 'another lantern 43' };
    succeeded((await world.run(there.viewer, ChangePasswordDocument, { input })).changePassword);
    expect(await me(world, there)).not.toBeNull();
    expect((await complete(world, token, code(), 'k')).__typename).toBe('InvalidChallenge');
  });

  it('is gone round neither by a repeated sign-in nor by a repeated registration', async () => {
    const input = { email: 'round@people.test', username: 'round', password: PASSWORD, displayName: 'R', idempotencyKey: 'r' };
    succeeded((await world.run(null, RegisterDocument, { input })).register);
    const person = { username: 'round' } as Person;
    expect((await login(world, person, 'l')).__typename).toBe('LoginSuccess');
    const row = await world.db.prisma.user.findUniqueOrThrow({ where: { usernameKey: 'round' } });
    await world.db.prisma.totp.create({
      data: { userId: row.id, encryptedSecret: new Uint8Array(8), secretId: 'x', createdAt: row.createdAt, confirmedAt: row.createdAt },
    });
    expect((await login(world, person, 'l')).__typename).toBe('SecondFactorRequired');
    expect((await world.run(null, RegisterDocument, { input })).register.__typename).toBe('KeyReused');
  });

  it('waits for nothing when the password was changed meanwhile, or the account suspended', async () => {
    const { person, code } = await withApp(world);
    const [first, second] = [await challengeOf(world, person), await challengeOf(world, person)];
    await world.db.prisma.user.update({ where: { id: person.id }, data: { suspendedAt: world.clock.now() } });
    expect((await complete(world, first, code())).__typename).toBe('AccountSuspended');
    await world.db.prisma.user.update({ where: { id: person.id }, data: { passwordVersion: { increment: 1 } } });
    expect((await complete(world, second, code())).__typename).toBe('Conflict');
  });

  it('is switched off by the password and a code, and asks for nothing then', async () => {
    const { person, code } = await withApp(world);
    await world.db.prisma.user.update({ where: { id: person.id }, data: { emailVerifiedAt: world.clock.now() } });
    expect((await disable(world, person, code(), 'a guess')).__typename).toBe('InvalidCredentials');
    expect((await disable(world, person, '000000')).__typename).toBe('InvalidCode');
    expect(await disable(world, person, code())).toEqual({ __typename: 'DisableTotpSuccess', viewer: { secondFactorOn: false } });
    expect((await disable(world, person, code())).__typename).toBe('SecondFactorOff');
    expect((await login(world, person)).__typename).toBe('LoginSuccess');
    await world.subgraph.runJob('send-mails');
    expect(world.mailer.to(`${person.username}@people.test`, 'second-factor-off')).toBeDefined();
  });

  it('is for who is signed in and knows the password; its secret lies encrypted, its codes as hashes', async () => {
    const { person, secret, backupCodes } = await withApp(world);
    await expect(begin(world, { viewer: null } as never)).rejects.toThrow('UNAUTHENTICATED');
    expect((await begin(world, await signUp(world), 'a guess')).__typename).toBe('InvalidCredentials');
    expect(await me(world, person)).not.toBeNull();
    const rows = await world.db.pool.query(
      'SELECT row_to_json(t)::text AS row FROM totps t UNION ALL SELECT row_to_json(b)::text FROM backup_codes b UNION ALL SELECT row_to_json(k)::text FROM idempotency_keys k',
    );
    const everything = JSON.stringify(rows.rows);
    expect(everything).not.toContain(Buffer.from(Secret.fromBase32(secret).bytes).toString('hex'));
    expect(everything).not.toContain(secret);
    for (const one of backupCodes) expect(everything).not.toContain(one.replaceAll('-', ''));
  });
});

describe('one code for two sign-ins at the same moment', () => {
  const race = async (db?: (own: Database) => Database) => {
    const world = await startWorld({ db });
    const { person, code } = await withApp(world);
    const tokens = [await challengeOf(world, person), await challengeOf(world, person)];
    // From two networks, so that they do not wait for each other's turn.
    const answers = await Promise.all(
      tokens.map((challengeToken, n) => world.from(`203.0.${n}.7`, CompleteLoginDocument, { input: { challengeToken, code: code() } })),
    );
    return answers.map(({ completeLogin }) => completeLogin.__typename).sort();
  };

  it('is good for one', async () => {
    let challenges = 0;
    const meet = meetingOf(2);
    const isChallenge = (statement: string) => statement === 'loginChallenge.create' && void challenges++;
    const db = (own: Database) =>
      watched(own, {
        before: (statement) =>
          challenges === 2 && statement.includes('FROM users WHERE id = ') && statement.includes('FOR UPDATE') ? meet() : undefined,
        after: isChallenge,
      });
    expect(await race(db)).toEqual(['CompleteLoginSuccess', 'InvalidCode']);
  });

  it('control: without the lock it is good for both', async () => {
    const meet = meetingOf(2);
    const db = (own: Database): Database => {
      const open = withoutLocks(own);
      // Both have read the last step before either writes it.
      const over = (tx: Tx): Tx =>
        new Proxy(tx, {
          get(target, name) {
            const model = Reflect.get(target, name) as object;
            if (name !== 'totp') return model;
            return new Proxy(model, {
              get: (of, method) =>
                method === 'update'
                  ? async (change: { where: { userId: string }; data: { confirmedAt?: Date } }) => {
                      if (!change.data.confirmedAt) await meet();
                      return target.totp.update(change);
                    }
                  : (Reflect.get(of, method) as unknown),
            });
          },
        });
      return { ...own, transaction: (work, options) => open.transaction((tx, after) => work(over(tx), after), options) };
    };
    expect(await race(db)).toEqual(['CompleteLoginSuccess', 'CompleteLoginSuccess']);
  });
});
