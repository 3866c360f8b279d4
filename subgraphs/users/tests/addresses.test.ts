import { meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import type { Database } from '../src/db';
import { addressKeys } from '../src/modules/address/address-sealed';
import {
  AddressesDocument,
  ChangeEmailDocument,
  LoginDocument,
  RegisterDocument,
  ResendVerificationDocument,
  VerifyEmailDocument,
} from './generated/documents';
import { tokenIn } from './mails';
import { PASSWORD, personOf, signUp, startWorld, succeeded, type Person, type World } from './world';

const HOUR = 3_600_000;

const register = async (world: World, username: string, email: string) =>
  (await world.run(null, RegisterDocument, { input: { username, email, password: PASSWORD, displayName: username } })).register;
const verify = async (world: World, token: string, idempotencyKey?: string) =>
  (await world.run(null, VerifyEmailDocument, { input: { token, idempotencyKey } })).verifyEmail;
const resend = async (world: World, { viewer }: Person, idempotencyKey?: string) =>
  (await world.run(viewer, ResendVerificationDocument, { input: { idempotencyKey } })).resendVerification;
const changeEmail = async (world: World, { viewer }: Person, email: string, password = PASSWORD, idempotencyKey?: string) =>
  (await world.run(viewer, ChangeEmailDocument, { input: { email, password, idempotencyKey } })).changeEmail;
const signInAs = async (world: World, emailOrUsername: string) =>
  (await world.run(null, LoginDocument, { input: { emailOrUsername, password: PASSWORD } })).login;
const addresses = async (world: World, { viewer }: Person) => (await world.run(viewer, AddressesDocument, {})).me;
const addressOf = ({ username }: Person) => `${username}@people.test`;

describe('an address', () => {
  let world: World;
  let ada: Person;
  beforeAll(async () => void (world = await startWorld()));
  beforeEach(async () => void (ada = await signUp(world)));

  it('is mailed a link on registration, and verified by it, without signing in (U30)', async () => {
    expect(await addresses(world, ada)).toEqual({ email: addressOf(ada), emailVerified: false, pendingEmail: null });
    const token = await tokenIn(world, addressOf(ada), 'verify-email');
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(await verify(world, token)).toEqual({ __typename: 'VerifyEmailSuccess', email: addressOf(ada) });
    expect((await addresses(world, ada))!.emailVerified).toBe(true);
    const told = (await world.facts('user.updated')).filter(({ userId }) => userId === ada.id);
    expect(told.map(({ version, addressVerified }) => [version, addressVerified])).toEqual([
      [1, false],
      [2, true],
    ]);
  });

  it('has a link that is good once, but for a repeat of the same request', async () => {
    const token = await tokenIn(world, addressOf(ada), 'verify-email');
    expect((await verify(world, token, 'k')).__typename).toBe('VerifyEmailSuccess');
    expect((await verify(world, token, 'k')).__typename).toBe('VerifyEmailSuccess');
    expect(await verify(world, token)).toMatchObject({ __typename: 'InvalidToken', code: 'NOT_ALLOWED_NOW', nextStep: 'CHOOSE_OTHER' });
  });

  it('has a link that is good for 24 hours, and lies nowhere', async () => {
    const token = await tokenIn(world, addressOf(ada), 'verify-email');
    const everything = await world.db.pool.query(
      'SELECT row_to_json(t)::text AS row FROM mail_tokens t UNION ALL SELECT row_to_json(m)::text FROM mails m',
    );
    expect(JSON.stringify(everything.rows)).not.toContain(token);
    world.clock.advance(24 * HOUR);
    expect((await verify(world, token)).__typename).toBe('InvalidToken');
    expect((await verify(world, 'no token at all')).__typename).toBe('InvalidToken');
  });

  it('is mailed another link, which ends the former one', async () => {
    const first = await tokenIn(world, addressOf(ada), 'verify-email');
    expect(await resend(world, ada, 'k')).toEqual({ __typename: 'ResendVerificationSuccess', email: addressOf(ada) });
    const second = await tokenIn(world, addressOf(ada), 'verify-email');
    expect(await resend(world, ada, 'k')).toEqual({ __typename: 'ResendVerificationSuccess', email: addressOf(ada) });
    expect(await tokenIn(world, addressOf(ada), 'verify-email')).toBe(second);
    expect((await verify(world, first)).__typename).toBe('InvalidToken');
    expect((await verify(world, second)).__typename).toBe('VerifyEmailSuccess');
    expect((await resend(world, ada)).__typename).toBe('AddressVerified');
  });

  it('is mailed five links in an hour', async () => {
    for (let n = 0; n < 4; n++) succeeded(await resend(world, ada));
    expect(await resend(world, ada)).toMatchObject({
      __typename: 'TooManyRequests',
      retryable: true,
      retryAt: new Date(world.clock.now().getTime() + HOUR).toISOString(),
    });
    world.clock.advance(HOUR);
    succeeded(await resend(world, ada));
  });

  it('that ten accounts give in a day is mailed ten links, and all have their account', async () => {
    for (let n = 0; n < 11; n++) expect((await register(world, `many${n}`, 'victim@people.test')).__typename).toBe('RegisterSuccess');
    await world.subgraph.runJob('send-mails');
    expect(world.mailer.sent.filter(({ to }) => to === 'victim@people.test')).toHaveLength(10);
  });
});

describe('an address that has got nine links today, given by three at the same moment', () => {
  const race = async (db?: (own: Database) => Database, before?: () => void) => {
    const world = await startWorld({ db });
    const give = (n: number) => register(world, `crowd${n}`, 'victim@people.test');
    for (let n = 0; n < 9; n++) await give(n);
    before?.();
    const answers = await Promise.all([9, 10, 11].map(give));
    expect(new Set(answers.map(({ __typename }) => __typename))).toEqual(new Set(['RegisterSuccess']));
    return world.db.prisma.mail.count({ where: { kind: 'verify-email', to: { not: null } } });
  };

  it('is mailed one more', async () => {
    expect(await race()).toBe(10);
  });

  it('control: without the lock all three have counted nine, and it is mailed three', async () => {
    const meet = meetingOf(3);
    let isCounting = false;
    const db = (own: Database) =>
      watched(withoutLocks(own), { after: (statement) => (isCounting && statement === 'mailToken.findMany' ? meet() : undefined) });
    expect(await race(db, () => void (isCounting = true))).toBeGreaterThan(10);
  });
});

describe('an address that several gave', () => {
  let world: World;
  const shared = (name: string) => `${name}@shared.test`;
  const give = async (username: string, address: string) => {
    const person = personOf(await register(world, username, address));
    return { person, token: await tokenIn(world, address, 'verify-email') };
  };
  beforeAll(async () => void (world = await startWorld()));

  it('blocks nobody while nobody has verified it, and is only then taken (D6)', async () => {
    await give('first_a', shared('a'));
    const second = await give('second_a', shared('A'));
    await verify(world, second.token);
    expect((await register(world, 'third_a', shared('a'))).__typename).toBe('EmailTaken');
  });

  it('belongs to who shows it first: the links of the others are no good, and they get no more', async () => {
    const first = await give('first_b', shared('b'));
    const second = await give('second_b', shared('b'));
    expect((await verify(world, second.token)).__typename).toBe('VerifyEmailSuccess');
    expect((await verify(world, first.token)).__typename).toBe('EmailTaken');
    expect((await resend(world, first.person)).__typename).toBe('EmailTaken');
    expect((await addresses(world, first.person))!.emailVerified).toBe(false);
  });

  it('signs in who verified it; where nobody did, who gave it first; usernames always do', async () => {
    const first = await give('first_c', shared('c'));
    world.clock.advance(1000);
    const second = await give('second_c', shared('c'));
    expect(personOf(await signInAs(world, shared('c'))).id).toBe(first.person.id);
    await verify(world, second.token);
    expect(personOf(await signInAs(world, shared('c'))).id).toBe(second.person.id);
    expect(personOf(await signInAs(world, 'first_c')).id).toBe(first.person.id);
  });

  describe('shown by all of them at the same moment', () => {
    const race = async (db?: (own: Database) => Database, prepare?: (world: World) => Promise<unknown>) => {
      world = await startWorld({ db });
      const tokens: string[] = [];
      for (let n = 0; n < 3; n++) tokens.push((await give(`racer${n}`, shared('race'))).token);
      await prepare?.(world);
      const answers = await Promise.all(tokens.map((token) => verify(world, token)));
      const holders = await world.db.prisma.user.count({
        where: { emailKey: { in: addressKeys(world.kept.fields, shared('race')) }, emailVerifiedAt: { not: null } },
      });
      return { outcomes: answers.map(({ __typename }) => __typename), holders };
    };
    /** All have seen that nobody has it before any takes it. */
    const seeing = (own: Database) => {
      const meet = meetingOf(3);
      let counted = 0;
      return watched(withoutLocks(own), {
        // The counts of the registrations come first.
        after: (statement) => (statement === 'user.count' && ++counted > 3 ? meet() : undefined),
      });
    };

    it('is one person’s', async () => {
      const { outcomes, holders } = await race((own) => {
        const meet = meetingOf(3);
        return watched(own, { after: (statement) => (statement === 'mailToken.findFirst' ? meet() : undefined) });
      });
      expect(holders).toBe(1);
      expect(outcomes.sort()).toEqual(['EmailTaken', 'EmailTaken', 'VerifyEmailSuccess']);
    });

    it('is one person’s by the index alone, too', async () => {
      const { outcomes, holders } = await race(seeing);
      expect(holders).toBe(1);
      expect(outcomes.filter((outcome) => outcome === 'EmailTaken')).toHaveLength(2);
    });

    it('control: without the lock and the index it is everybody’s', async () => {
      const { holders } = await race(seeing, (own) => own.db.pool.query('DROP INDEX users_verified_address'));
      expect(holders).toBe(3);
    });
  });
});

describe('changing the address', () => {
  let world: World;
  let ada: Person;
  const verified = async (person: Person) => void (await verify(world, await tokenIn(world, addressOf(person), 'verify-email')));
  beforeAll(async () => void (world = await startWorld()));
  beforeEach(async () => {
    ada = await signUp(world);
    await verified(ada);
  });

  it('leaves the present one until the new one is shown, and tells it of both', async () => {
    const there = `new_${addressOf(ada)}`;
    expect(await changeEmail(world, ada, there)).toEqual({
      __typename: 'ChangeEmailSuccess',
      viewer: { email: addressOf(ada), emailVerified: true, pendingEmail: there },
    });
    const token = await tokenIn(world, there, 'verify-email');
    expect(world.mailer.to(addressOf(ada), 'email-change-asked')).toBeDefined();
    expect((await signInAs(world, addressOf(ada))).__typename).toBe('LoginSuccess');
    expect((await signInAs(world, there)).__typename).toBe('InvalidCredentials');

    expect(await verify(world, token)).toEqual({ __typename: 'VerifyEmailSuccess', email: there });
    expect(await addresses(world, ada)).toEqual({ email: there, emailVerified: true, pendingEmail: null });
    await world.subgraph.runJob('send-mails');
    expect(world.mailer.to(addressOf(ada), 'email-changed')).toBeDefined();
    expect((await signInAs(world, there)).__typename).toBe('LoginSuccess');
    expect((await signInAs(world, addressOf(ada))).__typename).toBe('InvalidCredentials');
    // It is anybody's again.
    expect((await register(world, `x${ada.username}`, addressOf(ada))).__typename).toBe('RegisterSuccess');
  });

  it('needs the password, as a sign-in does', async () => {
    for (let n = 0; n < 5; n++) expect((await changeEmail(world, ada, 'b@people.test', 'a guess')).__typename).toBe('InvalidCredentials');
    expect((await changeEmail(world, ada, 'b@people.test')).__typename).toBe('AccountLocked');
  });

  it('is refused for one that somebody else has verified, and for none that somebody only gave', async () => {
    const [has, gave] = [await signUp(world), await signUp(world)];
    await verified(has);
    expect((await changeEmail(world, ada, addressOf(has))).__typename).toBe('EmailTaken');
    expect((await changeEmail(world, ada, addressOf(gave))).__typename).toBe('ChangeEmailSuccess');
    // Who gave it shows it meanwhile.
    const token = await tokenIn(world, addressOf(gave), 'verify-email');
    await world.db.prisma.user.update({ where: { id: gave.id }, data: { emailVerifiedAt: world.clock.now() } });
    expect((await verify(world, token)).__typename).toBe('EmailTaken');
    expect((await addresses(world, ada))!.email).toBe(addressOf(ada));
  });

  it('is taken back by giving the present one', async () => {
    await changeEmail(world, ada, `a_${addressOf(ada)}`);
    const token = await tokenIn(world, `a_${addressOf(ada)}`, 'verify-email');
    expect(await changeEmail(world, ada, addressOf(ada).toUpperCase())).toMatchObject({ viewer: { pendingEmail: null } });
    expect((await verify(world, token)).__typename).toBe('InvalidToken');
  });

  it('asked for twice: the second is pending, and the link of the first ends', async () => {
    await changeEmail(world, ada, `a_${addressOf(ada)}`);
    const first = await tokenIn(world, `a_${addressOf(ada)}`, 'verify-email');
    await changeEmail(world, ada, `b_${addressOf(ada)}`, PASSWORD, 'k');
    expect(await changeEmail(world, ada, `b_${addressOf(ada)}`, PASSWORD, 'k')).toMatchObject({ __typename: 'ChangeEmailSuccess' });
    expect((await changeEmail(world, ada, `c_${addressOf(ada)}`, PASSWORD, 'k')).__typename).toBe('KeyReused');
    expect((await verify(world, first)).__typename).toBe('InvalidToken');
    expect(await resend(world, ada)).toMatchObject({ email: `b_${addressOf(ada)}` });
    expect((await verify(world, await tokenIn(world, `b_${addressOf(ada)}`, 'verify-email'))).__typename).toBe('VerifyEmailSuccess');
  });

  it('is for who is signed in, and not for the demo accounts', async () => {
    const nobody = { viewer: null } as unknown as Person;
    await expect(changeEmail(world, nobody, 'b@people.test')).rejects.toThrow('UNAUTHENTICATED');
    await expect(resend(world, nobody)).rejects.toThrow('UNAUTHENTICATED');
    await world.db.prisma.user.update({ where: { id: ada.id }, data: { demo: true } });
    expect((await changeEmail(world, ada, 'b@people.test')).__typename).toBe('NotAllowed');
  });
});
