import { meetingOf } from '@marquee/platform/testing';
import type { Database, Tx } from '../src/db';
import {
  AddPhoneDocument,
  BeginTotpDocument,
  ChangeEmailDocument,
  ChangePasswordDocument,
  CompleteLoginDocument,
  ConfirmPhoneDocument,
  DisableTotpDocument,
  LoginOrChallengeDocument,
  RemovePhoneDocument,
  RenewBackupCodesDocument,
  RequestPasswordResetDocument,
  ResetPasswordDocument,
  SendLoginCodeDocument,
  SetCodeChannelDocument,
  StepUpDocument,
  VerifyEmailDocument,
} from './generated/documents';
import { tokenIn } from './mails';
import { challengeOf, complete, login, verifiedPerson, withApp } from './second-factors';
import { codeSentTo } from './sms';
import { logIn, PASSWORD, personOf, signUp, startWorld, succeeded, type Person, type World } from './world';

const MINUTE = 60_000;
type Channel = 'EMAIL' | 'SMS';

const set = async (world: World, { viewer }: Person, channel: Channel, enabled = true, password = PASSWORD) =>
  (await world.run(viewer, SetCodeChannelDocument, { input: { channel, enabled, password } })).setCodeChannel;
const send = async (world: World, challengeToken: string | null, method: Channel, as: Person | null = null, idempotencyKey?: string) =>
  (await world.run(as?.viewer ?? null, SendLoginCodeDocument, { input: { challengeToken, method, idempotencyKey } })).sendLoginCode;
const addressOf = ({ username }: Person) => `${username}@people.test`;

/** The code in the newest mail to somebody. */
async function mailedTo(world: World, person: Person): Promise<string> {
  await world.subgraph.runJob('send-mails');
  return /\b(\d{6}) is the code/.exec(world.mailer.to(addressOf(person), 'sign-in-code')!.text)![1]!;
}

let numbers = 0;
/** A person with a phone. */
async function withPhone(world: World): Promise<Person & { number: string }> {
  const person = await verifiedPerson(world);
  const number = `+1416555${String(1000 + ++numbers)}`;
  succeeded((await world.run(person.viewer, AddPhoneDocument, { input: { number } })).addPhone as never);
  succeeded(
    (await world.run(person.viewer, ConfirmPhoneDocument, { input: { code: await codeSentTo(world, number) } })).confirmPhone as never,
  );
  return { ...person, number };
}

describe('codes that are sent (U44)', () => {
  let world: World;
  beforeAll(async () => void (world = await startWorld()));

  it('confirm a phone only in a session that has shown a code lately, where a second factor was switched on meanwhile', async () => {
    const ada = await verifiedPerson(world);
    const number = `+1416555${String(1000 + ++numbers)}`;
    succeeded((await world.run(ada.viewer, AddPhoneDocument, { input: { number } })).addPhone as never);
    const code = await codeSentTo(world, number);
    succeeded(await set(world, ada, 'EMAIL'));
    const confirmed = async () => (await world.run(ada.viewer, ConfirmPhoneDocument, { input: { code } })).confirmPhone.__typename;
    expect(await confirmed()).toBe('StepUpRequired');
    succeeded(await send(world, null, 'EMAIL', ada));
    const shown = { password: PASSWORD, code: await mailedTo(world, ada) };
    succeeded((await world.run(ada.viewer, StepUpDocument, { input: shown })).stepUp);
    expect(await confirmed()).toBe('ConfirmPhoneSuccess');
  });

  it('by mail do not count beside another method while the password came by mail, too: who reads the mail has one factor', async () => {
    const { person, code } = await withApp(world);
    succeeded((await world.run(person.viewer, StepUpDocument, { input: { password: PASSWORD, code: code() } })).stepUp);
    succeeded(await set(world, person, 'EMAIL'));
    const early = await challengeOf(world, person);
    succeeded(await send(world, early, 'EMAIL'));
    const mailed = await mailedTo(world, person);
    const reset = async (of: Person, newPassword: string) => {
      await world.run(null, RequestPasswordResetDocument, { input: { email: addressOf(of) } });
      await world.subgraph.runJob('answer-password-requests');
      const token = await tokenIn(world, addressOf(of), 'reset-password');
      succeeded((await world.run(null, ResetPasswordDocument, { input: { token, newPassword } })).resetPassword);
    };
    await reset(person, 'another lantern 7');
    const asked = async (of: Person, password: string) => {
      const { login: answer } = await world.run(null, LoginOrChallengeDocument, { input: { emailOrUsername: of.username, password } });
      if (answer.__typename !== 'SecondFactorRequired') throw new Error(answer.__typename);
      return answer;
    };
    const { challengeToken, methods } = await asked(person, 'another lantern 7');
    expect(methods).toEqual(['TOTP', 'BACKUP_CODE']);
    expect((await send(world, challengeToken, 'EMAIL')).__typename).toBe('NotAllowed');
    expect((await complete(world, challengeToken, mailed)).__typename).toBe('InvalidCode');
    world.clock.advance(MINUTE);
    const back = personOf((await complete(world, challengeToken, code())) as never);
    // A password that its person has set otherwise and mail are two again.
    const change = { currentPassword: 'another lantern 7', newPassword: 'a third lantern 7' };
    world.clock.advance(1000);
    succeeded((await world.run(back.viewer, ChangePasswordDocument, { input: change })).changePassword);
    expect((await asked(person, change.newPassword)).methods).toEqual(['TOTP', 'BACKUP_CODE', 'EMAIL']);
    // Who has nothing else keeps what there is: without it the password alone would sign in.
    const ben = await verifiedPerson(world);
    succeeded(await set(world, ben, 'EMAIL'));
    await reset(ben, 'another lantern 7');
    expect((await asked(ben, 'another lantern 7')).methods).toEqual(['EMAIL']);
  });

  it('are a second factor by mail: one to the verified address completes the sign-in, once', async () => {
    const ada = await verifiedPerson(world);
    expect(succeeded(await set(world, ada, 'EMAIL')).viewer).toEqual({
      secondFactorOn: true,
      security: { secondFactorMethods: ['EMAIL'] },
    });
    const asked = await login(world, ada);
    if (asked.__typename !== 'SecondFactorRequired') throw new Error(asked.__typename);
    expect(asked.methods).toEqual(['EMAIL']);
    const sent = succeeded(await send(world, asked.challengeToken, 'EMAIL', null, 'k'));
    expect(sent.codeExpiresAt).toBe(new Date(world.clock.now().getTime() + 10 * MINUTE).toISOString());
    expect(succeeded(await send(world, asked.challengeToken, 'EMAIL', null, 'k'))).toEqual(sent);
    const code = await mailedTo(world, ada);
    expect(world.mailer.sent.filter(({ to, kind }) => to === addressOf(ada) && kind === 'sign-in-code')).toHaveLength(1);
    expect((await complete(world, asked.challengeToken, code)).__typename).toBe('CompleteLoginSuccess');
    expect((await complete(world, await challengeOf(world, ada), code)).__typename).toBe('InvalidCode');
  });

  it('are a second factor by short message, to the phone that is theirs', async () => {
    const ada = await withPhone(world);
    succeeded(await set(world, ada, 'SMS'));
    const token = await challengeOf(world, ada);
    expect((await send(world, token, 'EMAIL')).__typename).toBe('NotAllowed');
    succeeded(await send(world, token, 'SMS'));
    expect((await complete(world, token, await codeSentTo(world, ada.number))).__typename).toBe('CompleteLoginSuccess');
  });

  it('stand beside an app: any of them is good, and a code of the app still is', async () => {
    const { person, code } = await withApp(world);
    expect((await set(world, person, 'EMAIL')).__typename).toBe('StepUpRequired');
    succeeded((await world.run(person.viewer, StepUpDocument, { input: { password: PASSWORD, code: code() } })).stepUp);
    expect(succeeded(await set(world, person, 'EMAIL')).viewer.security.secondFactorMethods).toEqual(['TOTP', 'BACKUP_CODE', 'EMAIL']);
    const token = await challengeOf(world, person);
    succeeded(await send(world, token, 'EMAIL'));
    expect((await complete(world, token, await mailedTo(world, person))).__typename).toBe('CompleteLoginSuccess');
    world.clock.advance(MINUTE);
    expect((await complete(world, await challengeOf(world, person), code())).__typename).toBe('CompleteLoginSuccess');
  });

  it('need a verified address, a phone, and the password', async () => {
    expect((await set(world, await signUp(world), 'EMAIL')).__typename).toBe('NotAllowed');
    const ada = await verifiedPerson(world);
    expect((await set(world, ada, 'SMS')).__typename).toBe('NotAllowed');
    expect((await set(world, ada, 'EMAIL', true, 'a guess')).__typename).toBe('InvalidCredentials');
    await expect(set(world, { viewer: null } as never, 'EMAIL')).rejects.toThrow('UNAUTHENTICATED');
    await expect(send(world, null, 'EMAIL')).rejects.toThrow('UNAUTHENTICATED');
    expect((await send(world, 'no token', 'EMAIL')).__typename).toBe('InvalidChallenge');
    expect((await send(world, null, 'EMAIL', ada)).__typename).toBe('NotAllowed');
  });

  it('are shown for what is sensitive, too: setting an app up, another password, and switching them off', async () => {
    const ada = await verifiedPerson(world);
    succeeded(await set(world, ada, 'EMAIL'));
    const begin = async () => (await world.run(ada.viewer, BeginTotpDocument, { input: { password: PASSWORD } })).beginTotp.__typename;
    expect(await begin()).toBe('StepUpRequired');
    expect((await set(world, ada, 'EMAIL', false)).__typename).toBe('StepUpRequired');
    succeeded(await send(world, null, 'EMAIL', ada));
    const code = await mailedTo(world, ada);
    succeeded((await world.run(ada.viewer, StepUpDocument, { input: { password: PASSWORD, code } })).stepUp);
    expect(await begin()).toBe('BeginTotpSuccess');
    const input = { currentPassword: PASSWORD, newPassword: 'another lantern 43' };
    succeeded((await world.run(ada.viewer, ChangePasswordDocument, { input })).changePassword);
    expect(succeeded(await set(world, ada, 'EMAIL', false, input.newPassword)).viewer.secondFactorOn).toBe(false);
    await world.subgraph.runJob('send-mails');
    expect(world.mailer.to(addressOf(ada), 'second-factor-off')).toBeDefined();
  });

  it('end with the phone', async () => {
    const ada = await withPhone(world);
    succeeded(await set(world, ada, 'SMS'));
    const token = await challengeOf(world, ada);
    succeeded(await send(world, token, 'SMS'));
    succeeded(await complete(world, token, await codeSentTo(world, ada.number)));
    succeeded(await send(world, null, 'SMS', ada));
    succeeded(
      (await world.run(ada.viewer, StepUpDocument, { input: { password: PASSWORD, code: await codeSentTo(world, ada.number) } })).stepUp,
    );
    succeeded((await world.run(ada.viewer, RemovePhoneDocument, { input: {} })).removePhone as never);
    expect((await login(world, ada)).__typename).toBe('LoginSuccess');
    // Another phone, which a stolen session may add, is none by itself: it would lock its owner out.
    const number = '+14165557002';
    const there = await logIn(world, ada.username);
    succeeded((await world.run(there.viewer, AddPhoneDocument, { input: { number } })).addPhone as never);
    const code = await codeSentTo(world, number);
    succeeded((await world.run(there.viewer, ConfirmPhoneDocument, { input: { code } })).confirmPhone as never);
    expect((await login(world, ada)).__typename).toBe('LoginSuccess');
  });

  it('stay when the app is switched off, and have no backup codes', async () => {
    const ada = await verifiedPerson(world);
    succeeded(await set(world, ada, 'EMAIL'));
    succeeded(await send(world, null, 'EMAIL', ada));
    const input = { password: PASSWORD, code: await mailedTo(world, ada) };
    const disabled = (await world.run(ada.viewer, DisableTotpDocument, { input })).disableTotp;
    const renewed = (await world.run(ada.viewer, RenewBackupCodesDocument, { input })).renewBackupCodes;
    expect([disabled.__typename, renewed.__typename]).toEqual(['SecondFactorOff', 'SecondFactorOff']);
    await world.subgraph.runJob('send-mails');
    expect(world.mailer.to(addressOf(ada), 'second-factor-off')).toBeUndefined();
  });

  it('are no good any more once the address they went to is another', async () => {
    const ada = await verifiedPerson(world);
    succeeded(await set(world, ada, 'EMAIL'));
    succeeded(await send(world, null, 'EMAIL', ada));
    const shown = { password: PASSWORD, code: await mailedTo(world, ada) };
    succeeded((await world.run(ada.viewer, StepUpDocument, { input: shown })).stepUp);
    const email = `new.${addressOf(ada)}`;
    succeeded((await world.run(ada.viewer, ChangeEmailDocument, { input: { email, password: PASSWORD } })).changeEmail as never);
    const challenge = await challengeOf(world, ada);
    succeeded(await send(world, challenge, 'EMAIL'));
    const code = await mailedTo(world, ada);
    const token = await tokenIn(world, email, 'verify-email');
    succeeded((await world.run(null, VerifyEmailDocument, { input: { token } })).verifyEmail as never);
    expect((await complete(world, challenge, code)).__typename).toBe('InvalidCode');
  });

  it('are mailed five times in an hour, the newer ending the older, for 10 minutes', async () => {
    const ada = await verifiedPerson(world);
    succeeded(await set(world, ada, 'EMAIL'));
    let token = await challengeOf(world, ada);
    succeeded(await send(world, token, 'EMAIL'));
    const older = await mailedTo(world, ada);
    world.clock.advance(1000);
    for (let n = 0; n < 4; n++) succeeded(await send(world, token, 'EMAIL'));
    expect((await send(world, token, 'EMAIL')).__typename).toBe('TooManyRequests');
    const newer = await mailedTo(world, ada);
    if (older !== newer) expect((await complete(world, token, older)).__typename).toBe('InvalidCode');
    world.clock.advance(10 * MINUTE);
    token = await challengeOf(world, ada);
    expect((await complete(world, token, newer)).__typename).toBe('InvalidCode');
    world.clock.advance(60 * MINUTE);
    succeeded(await send(world, await challengeOf(world, ada), 'EMAIL'));
  });

  it('are not had by 40 guesses at the same time, nor do codes lie in the database', async () => {
    const ada = await verifiedPerson(world);
    succeeded(await set(world, ada, 'EMAIL'));
    const token = await challengeOf(world, ada);
    succeeded(await send(world, token, 'EMAIL'));
    const { rows } = await world.db.pool.query('SELECT text FROM mails WHERE user_id = $1 AND kind = $2', [ada.id, 'sign-in-code']);
    expect(JSON.stringify(rows)).not.toMatch(/\b\d{6}\b/);
    const code = await mailedTo(world, ada);
    const wrong = Array.from({ length: 40 }, (_, n) => String((Number(code) + 1 + n) % 1_000_000).padStart(6, '0'));
    const outcomes = (await Promise.all(wrong.map((guess) => complete(world, token, guess)))).map(({ __typename }) => __typename);
    expect(outcomes.filter((outcome) => outcome === 'InvalidCode')).toHaveLength(5);
    // The code has had its five guesses: from elsewhere it is none any more, either.
    const input = { challengeToken: token, code };
    expect((await world.from('198.51.100.9', CompleteLoginDocument, { input })).completeLogin.__typename).toBe('InvalidCode');
  });
});

describe('one mailed code for two sign-ins at the same moment', () => {
  const race = async (db: (own: Database) => Database) => {
    const world = await startWorld({ db });
    const ada = await verifiedPerson(world);
    succeeded(await set(world, ada, 'EMAIL'));
    const tokens = [await challengeOf(world, ada), await challengeOf(world, ada)];
    succeeded(await send(world, tokens[0]!, 'EMAIL'));
    const code = await mailedTo(world, ada);
    const answers = await Promise.all(
      tokens.map((challengeToken, n) => world.from(`203.0.${n}.7`, CompleteLoginDocument, { input: { challengeToken, code } })),
    );
    return answers.map(({ completeLogin }) => completeLogin.__typename).sort();
  };

  /** Both have been told that the code is right before either uses it up. */
  const meeting = (own: Database): Database => {
    const meet = meetingOf(2);
    const query = async (statement: Parameters<Database['query']>[0]) => {
      const found = await own.query(statement);
      if (statement.name === 'mail_code_guess') await meet();
      return found;
    };
    return { ...own, query: query as Database['query'] };
  };

  it('is good for one', async () => {
    expect(await race(meeting)).toEqual(['CompleteLoginSuccess', 'InvalidCode']);
  });

  it('control: without the condition it is good for both', async () => {
    const over = (tx: Tx): Tx =>
      new Proxy(tx, {
        get(target, name) {
          const model = Reflect.get(target, name) as object;
          if (name !== 'mailCode') return model;
          const updateMany = ({ where, data }: { where: { id?: string; userId?: string }; data: object }) =>
            target.mailCode.updateMany({ where: where.id ? { id: where.id } : where, data });
          return new Proxy(model, { get: (of, method) => (method === 'updateMany' ? updateMany : (Reflect.get(of, method) as unknown)) });
        },
      });
    const db = (own: Database): Database => ({
      ...meeting(own),
      transaction: (work, options) => own.transaction((tx, after) => work(over(tx), after), options),
    });
    expect(await race(db)).toEqual(['CompleteLoginSuccess', 'CompleteLoginSuccess']);
  });
});
