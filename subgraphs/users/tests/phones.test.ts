import { randomUUID } from 'node:crypto';
import { print } from 'graphql';
import { withoutLocks } from '@marquee/platform/testing';
import { SmsFault } from '../src/ports/sms-sender';
import { codeOf } from '../src/modules/phone/sms-code';
import {
  AddPhoneDocument,
  ConfirmPhoneDocument,
  OwnPhoneDocument,
  RemovePhoneDocument,
  UpdatePreferencesDocument,
} from './generated/documents';
import { codeSentTo } from './sms';
import { logOut, signUp, startWorld, type Person, type World } from './world';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let last = 0;
/** A number of nobody else. */
const aNumber = () => `+1416555${String(++last).padStart(4, '0')}`;

/** U12, U44, X48: a phone, shown by a code that comes by short message. */
describe('a phone', () => {
  let world: World;
  let ada: Person;
  let network = 0;
  const add = async (person: Person, number: string, more: object = {}) => {
    const caller = { viewer: person.viewer, correlationId: 'test', ip: `10.1.${network}.1` };
    const answer = await world.subgraph.execute({ query: print(AddPhoneDocument), variables: { input: { number, ...more } }, caller });
    return (answer.data as { addPhone: { __typename: string; code?: string; retryAt?: string; field?: string } }).addPhone;
  };
  const confirm = async (person: Person, code: string, idempotencyKey?: string) =>
    (await world.run(person.viewer, ConfirmPhoneDocument, { input: { code, idempotencyKey } })).confirmPhone;
  const remove = async (person: Person) => (await world.run(person.viewer, RemovePhoneDocument, { input: {} })).removePhone;
  const phone = async (person: Person) => (await world.run(person.viewer, OwnPhoneDocument, {})).me!.phone;
  const withPhone = async (number = aNumber()) => {
    const person = await signUp(world);
    await add(person, number);
    await confirm(person, await codeSentTo(world, number));
    return { person, number };
  };
  const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

  beforeAll(async () => void (world = await startWorld()));
  beforeEach(async () => {
    ada = await signUp(world);
    network++;
  });

  it('is its person’s when the code that came is typed, and not before', async () => {
    const number = aNumber();
    expect(await add(ada, ` +1 (416) ${number.slice(5, 8)}-${number.slice(8)} `)).toEqual({
      ...{ __typename: 'AddPhoneSuccess', number, codeExpiresAt: new Date(world.clock.now().getTime() + 10 * MINUTE).toISOString() },
    });
    expect(await phone(ada)).toBeNull();
    const code = await codeSentTo(world, number);
    expect(world.sms.sent.at(-1)).toMatchObject({ kind: 'phone-code', to: number, usefulForMs: 10 * MINUTE });
    expect(await confirm(ada, `${code.slice(0, 3)} ${code.slice(3)}`)).toEqual({
      __typename: 'ConfirmPhoneSuccess',
      viewer: { phone: number },
    });
    expect(await phone(ada)).toBe(number);
  });

  it('is written to in the language of its person', async () => {
    await world.run(ada.viewer, UpdatePreferencesDocument, { input: { language: 'DE' } });
    const number = aNumber();
    await add(ada, number);
    await codeSentTo(world, number);
    expect(world.sms.sent.at(-1)!.text).toMatch(/^\d{6} ist dein Marquee-Code/);
  });

  it.each([
    ['no number', 'hello'],
    ['one without a country', '416 555 0100'],
    ['one that is too short', '+1416555'],
    ['one that costs whoever writes to it', '+1 900 555 0100'],
    ['one that nobody carries', '+44 20 7946 0958'],
    ['one with an extension', '+14165550100 ext 5'],
  ])('is none of %s', async (_what, number) => {
    expect(await add(ada, number)).toMatchObject({ __typename: 'InvalidInput', field: 'number' });
    expect(await world.db.prisma.smsCode.count({ where: { userId: ada.id } })).toBe(0);
  });

  it('is seen by nobody else, and nothing in the database shows it', async () => {
    const { person, number } = await withPhone();
    const seen = await world.execute(ada.viewer, `{ user(id: "${person.id}") { phone } }`);
    expect(seen.errors?.[0]?.message).toContain('Cannot query field "phone"');
    expect((await world.execute(null, '{ me { phone } }')).data).toEqual({ me: null });
    const { rows: tables } = await world.db.pool.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
    );
    for (const { name } of tables) {
      const { rows } = await world.db.pool.query<{ row: string }>(`SELECT t::text AS row FROM "${name}" t`);
      expect(rows.filter(({ row }) => row.includes(number.slice(1)))).toEqual([]);
    }
  });

  it('is lost with its code after ten minutes, and with five wrong guesses, however many run at once', async () => {
    const number = aNumber();
    await add(ada, number);
    const code = await codeSentTo(world, number);
    const guesses = await Promise.all(Array.from({ length: 40 }, () => confirm(ada, wrong(code))));
    expect(new Set(guesses.map(({ __typename }) => __typename))).toEqual(new Set(['InvalidCode']));
    expect(await world.db.prisma.smsCode.findFirst({ where: { userId: ada.id } })).toMatchObject({ guesses: 5 });
    expect(await confirm(ada, code)).toMatchObject({ __typename: 'InvalidCode' });
    await add(ada, number);
    const second = await codeSentTo(world, number);
    world.clock.advance(10 * MINUTE);
    expect(await confirm(ada, second)).toMatchObject({ __typename: 'InvalidCode' });
    expect(await phone(ada)).toBeNull();
  });

  it('is confirmed by the newest code alone, once; a repeat with its key shows the same', async () => {
    const [first, second] = [aNumber(), aNumber()];
    await add(ada, first);
    const old = await codeSentTo(world, first);
    await add(ada, second);
    const code = await codeSentTo(world, second);
    if (old !== code) expect(await confirm(ada, old)).toMatchObject({ __typename: 'InvalidCode' });
    const key = randomUUID();
    expect(await confirm(ada, code, key)).toMatchObject({ viewer: { phone: second } });
    expect(await confirm(ada, code, key)).toMatchObject({ viewer: { phone: second } });
    expect(await confirm(ada, code)).toMatchObject({ __typename: 'InvalidCode' });
  });

  it('takes the place of another, and is removed', async () => {
    const { person } = await withPhone();
    const number = aNumber();
    await add(person, number);
    await confirm(person, await codeSentTo(world, number));
    expect(await phone(person)).toBe(number);
    expect(await remove(person)).toEqual({ __typename: 'RemovePhoneSuccess', viewer: { phone: null } });
    expect(await remove(person)).toMatchObject({ viewer: { phone: null } });
    const { rows } = await world.db.pool.query<{ what: string }>(
      `SELECT parameters ->> 'what' AS what FROM notifications WHERE user_id = $1 AND type = 'SECURITY_ALERT'`,
      [person.id],
    );
    expect(rows.map(({ what }) => what).sort()).toEqual(['PHONE_ADDED', 'PHONE_ADDED', 'PHONE_REMOVED']);
  });

  it('is one account’s: who has it in hand is told, and who only types it is not', async () => {
    const { person, number } = await withPhone();
    network++;
    expect(await add(ada, number)).toMatchObject({ __typename: 'AddPhoneSuccess' });
    expect(await confirm(ada, await codeSentTo(world, number))).toMatchObject({ __typename: 'PhoneTaken', code: 'CONFLICT' });
    await remove(person);
    await add(ada, number);
    expect(await confirm(ada, await codeSentTo(world, number))).toMatchObject({ viewer: { phone: number } });
  });

  it('is the first one’s of two that confirm it at the same moment', async () => {
    const number = aNumber();
    const bob = await signUp(world);
    await add(ada, number);
    const mine = await codeSentTo(world, number);
    await add(bob, number);
    const his = await codeSentTo(world, number);
    const both = await Promise.all([confirm(ada, mine), confirm(bob, his)]);
    expect(both.map(({ __typename }) => __typename).sort()).toEqual(['ConfirmPhoneSuccess', 'PhoneTaken']);
  });

  it('gets no more than three messages in an hour and six in a day, whoever asks', async () => {
    const number = aNumber();
    const ask = async () => add(await signUp(world), number);
    const began = world.clock.now().getTime();
    for (let n = 0; n < 3; n++) expect(await ask()).toMatchObject({ __typename: 'AddPhoneSuccess' });
    expect(await ask()).toMatchObject({ __typename: 'TooManyRequests', retryAt: new Date(began + HOUR).toISOString() });
    world.clock.advance(HOUR);
    for (let n = 0; n < 3; n++) expect(await ask()).toMatchObject({ __typename: 'AddPhoneSuccess' });
    world.clock.advance(HOUR);
    expect(await ask()).toMatchObject({ __typename: 'TooManyRequests', retryAt: new Date(began + 24 * HOUR).toISOString() });
  });

  it('is one of five that a person may give in an hour, and of ten out of one network, at the same time too', async () => {
    const mine = await Promise.all(Array.from({ length: 8 }, () => add(ada, aNumber())));
    expect(mine.filter(({ __typename }) => __typename === 'AddPhoneSuccess')).toHaveLength(5);
    const people = await Promise.all(Array.from({ length: 8 }, () => signUp(world)));
    const theirs = await Promise.all(people.map((person) => add(person, aNumber())));
    expect(theirs.filter(({ __typename }) => __typename === 'AddPhoneSuccess')).toHaveLength(5);
  });

  it('that is asked for twice with one key gets one message', async () => {
    const [number, idempotencyKey] = [aNumber(), randomUUID()];
    await add(ada, number, { idempotencyKey });
    await add(ada, number, { idempotencyKey });
    expect(await world.db.prisma.smsCode.count({ where: { userId: ada.id } })).toBe(1);
    expect(await add(ada, aNumber(), { idempotencyKey })).toMatchObject({ __typename: 'KeyReused' });
  });

  it('is written to again after a fault that may pass, and not after one that is for ever', async () => {
    const number = aNumber();
    // What others have asked for.
    await world.subgraph.runJob('send-sms');
    await add(ada, number);
    world.sms.faults.push(new SmsFault('20429', false, 20_000), new Error(number));
    await world.subgraph.runJob('send-sms');
    world.clock.advance(19_000);
    await world.subgraph.runJob('send-sms');
    expect(await world.db.prisma.smsCode.findFirst({ where: { userId: ada.id } })).toMatchObject({ attempts: 1, fault: '20429' });
    world.clock.advance(1_000);
    await world.subgraph.runJob('send-sms');
    expect(await world.db.prisma.smsCode.findFirst({ where: { userId: ada.id } })).toMatchObject({ attempts: 2, fault: 'unknown' });
    world.clock.advance(MINUTE);
    await codeSentTo(world, number);
    const bob = await signUp(world);
    await add(bob, aNumber());
    world.sms.faults.push(new SmsFault('21211', true));
    await world.subgraph.runJob('send-sms');
    expect(await world.db.prisma.smsCode.findFirst({ where: { userId: bob.id } })).toMatchObject({
      fault: '21211',
      dueAt: null,
      sentAt: null,
    });
  });

  it('is nobody’s who is signed out or suspended, who plays a demo, or where no messages are sent', async () => {
    const carol = await signUp(world);
    await logOut(world, carol);
    const number = aNumber();
    const answer = await world.execute(carol.viewer, print(AddPhoneDocument), { input: { number } });
    expect(answer.errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
    await world.db.prisma.user.update({ where: { id: ada.id }, data: { demo: true } });
    expect(await add(ada, number)).toMatchObject({ __typename: 'NotAllowed' });
    await world.db.prisma.user.update({ where: { id: ada.id }, data: { demo: false, suspendedAt: world.clock.now() } });
    expect(await add(ada, number)).toMatchObject({ __typename: 'NotAllowed' });
    const bob = await signUp(world);
    Object.assign(world.kept, { smsSender: null });
    expect(await add(bob, number)).toMatchObject({ __typename: 'NotAllowed' });
    Object.assign(world.kept, { smsSender: world.sms });
    const visitor = await world.execute(null, print(AddPhoneDocument), { input: { number } });
    expect(visitor.errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
  });

  it('goes with who is erased, and its codes after a day', async () => {
    const { person } = await withPhone();
    await world.tell('user.erased', person.id, { userId: person.id });
    expect(await world.db.prisma.phone.count({ where: { userId: person.id } })).toBe(0);
    expect(await world.db.prisma.smsCode.count({ where: { userId: person.id } })).toBe(0);
    await add(ada, aNumber());
    world.clock.advance(25 * HOUR);
    await world.subgraph.runJob('forget-old-sign-ins');
    expect(await world.db.prisma.smsCode.count()).toBe(0);
  });
});

describe('where phones may be', () => {
  it('is a setting, as is how many messages leave in an hour', async () => {
    const world = await startWorld({ settings: { SMS_COUNTRIES: 'CA', SMS_AN_HOUR: '1' } });
    const add = async (number: string) =>
      (await world.run((await signUp(world)).viewer, AddPhoneDocument, { input: { number } })).addPhone.__typename;
    expect(await add('+491712345678')).toBe('InvalidInput');
    expect([await add('+14165550100'), await add('+14165550101')]).toEqual(['AddPhoneSuccess', 'TooManyRequests']);
  });
});

describe('a code', () => {
  it('is six digits that only the secret makes, different for each message', () => {
    const ids = Array.from({ length: 1000 }, () => randomUUID());
    const codes = ids.map((id) => codeOf(Buffer.from('secret'), id));
    expect(codes.every((code) => /^\d{6}$/.test(code))).toBe(true);
    expect(new Set(codes).size).toBeGreaterThan(990);
    expect(codeOf(Buffer.from('another'), ids[0]!)).not.toBe(codes[0]);
  });
});

describe('two who ask at the same time', () => {
  it('control: without the locks more messages leave than may', async () => {
    const world = await startWorld({ db: withoutLocks });
    const people = await Promise.all(Array.from({ length: 8 }, () => signUp(world)));
    const asked = await Promise.all(people.map((one) => world.run(one.viewer, AddPhoneDocument, { input: { number: '+14165559999' } })));
    expect(asked.filter(({ addPhone }) => addPhone.__typename === 'AddPhoneSuccess').length).toBeGreaterThan(3);
  });
});
