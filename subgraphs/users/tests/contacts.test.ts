import { print } from 'graphql';
import { meetingOf, watched } from '@marquee/platform/testing';
import { phoneKey } from '../src/modules/phone/sms-code.store';
import { FindContactsDocument } from './generated/documents';
import { connect, signUp, startWorld, updateProfile, type Person, type World, type WorldOptions } from './world';

const DAY = 86_400_000;

let last = 0;
/** A number of nobody else. */
const aNumber = () => `+1416556${String(++last).padStart(4, '0')}`;

describe('finding people by the numbers of an address book (S15, U12)', () => {
  let world: World;
  let ada: Person;
  const find = async (numbers: string[], by = ada, idempotencyKey?: string) =>
    (await world.run(by.viewer, FindContactsDocument, { input: { numbers, idempotencyKey } })).findContacts;
  const found = async (...args: Parameters<typeof find>) => {
    const outcome = await find(...args);
    return outcome.__typename === 'FindContactsSuccess' ? outcome.people.map(({ id }) => id) : outcome.__typename;
  };
  /** Somebody who has shown that a number is theirs, as after `confirmPhone`. */
  const withPhone = async (findable = true, number = aNumber()) => {
    const person = await signUp(world);
    const phone = { number: 'sealed', numberKey: phoneKey(world.kept, number), confirmedAt: world.clock.now() };
    await world.db.prisma.phone.create({ data: { userId: person.id, ...phone } });
    if (findable) await updateProfile(world, person, { privacy: { findableByPhone: true } });
    return { person, number };
  };
  const begin = async (options: WorldOptions = {}) => {
    world = await startWorld(options);
    ({ person: ada } = await withPhone());
  };

  describe('of whom', () => {
    beforeAll(() => begin());
    beforeEach(async () => void ({ person: ada } = await withPhone()));

    it('returns those who want to be found, however the number is written', async () => {
      const [ben, cem] = [await withPhone(), await withPhone()];
      const written = `+1 (416) ${ben.number.slice(5, 8)}-${ben.number.slice(8)}`;
      const expected = [ben.person, cem.person].sort((a, b) => (a.username < b.username ? -1 : 1)).map(({ id }) => id);
      expect(await found([written, cem.number, aNumber(), 'no number', '+999'])).toEqual(expected);
    });

    it('returns nobody who does not want to be found, which is how everybody begins', async () => {
      const shy = await withPhone(false);
      expect(await found([shy.number])).toEqual([]);
      await updateProfile(world, shy.person, { privacy: { findableByPhone: true } });
      expect(await found([shy.number])).toEqual([shy.person.id]);
      await updateProfile(world, shy.person, { privacy: { findableByPhone: false } });
      expect(await found([shy.number])).toEqual([]);
    });

    it('is for those alone who have shown a phone and want to be found themselves', async () => {
      const ben = await withPhone();
      const shy = await withPhone(false);
      const none = await signUp(world);
      await updateProfile(world, none, { privacy: { findableByPhone: true } });
      expect(await found([ben.number], shy.person)).toBe('NotAllowed');
      expect(await found([ben.number], none)).toBe('NotAllowed');
      const { errors } = await world.execute(null, print(FindContactsDocument), { input: { numbers: [ben.number] } });
      expect(errors![0]!.extensions!['code']).toBe('UNAUTHENTICATED');
      expect(await find([])).toMatchObject({ __typename: 'InvalidInput', field: 'numbers' });
      expect(await find(Array.from({ length: 501 }, aNumber))).toMatchObject({ __typename: 'InvalidInput', field: 'numbers' });
    });

    it('returns neither oneself, nor the suspended, nor anybody across a block, nor who has the number no more', async () => {
      const own = await withPhone();
      expect(await found([own.number], own.person)).toEqual([]);
      const [bad, blocked, gone] = [await withPhone(), await withPhone(), await withPhone()];
      await world.db.prisma.user.update({ where: { id: bad.person.id }, data: { suspendedAt: world.clock.now() } });
      await connect(world, blocked.person, ada, { status: 'BLOCKED' });
      await world.db.prisma.phone.delete({ where: { userId: gone.person.id } });
      expect(await found([bad.number, blocked.number, gone.number])).toEqual([]);
    });

    it('keeps no number, in no table, also not as a quick hash', async () => {
      const ben = await withPhone();
      await find([ben.number, ben.number], ada, 'book');
      const { rows } = await world.db.pool.query(`SELECT * FROM contact_lookups WHERE user_id = $1`, [ada.id]);
      expect(rows).toEqual([expect.objectContaining({ numbers: 1 })]);
      const keys = await world.db.pool.query<{ hash: string }>(
        `SELECT request_hash AS hash FROM idempotency_keys WHERE operation = 'findContacts'`,
      );
      await find([aNumber()], (await withPhone()).person, 'book');
      const again = await world.db.pool.query<{ hash: string }>(
        `SELECT request_hash AS hash FROM idempotency_keys WHERE operation = 'findContacts'`,
      );
      expect(new Set(again.rows.map(({ hash }) => hash))).toEqual(new Set(keys.rows.map(({ hash }) => hash)));
    });
  });

  describe('in a day', () => {
    beforeEach(() => begin());

    it('is bounded, whatever numbers they are: beyond it nothing is told and nothing counted', async () => {
      const ben = await withPhone();
      expect(await find(Array.from({ length: 150 }, aNumber))).toMatchObject({ people: [], remainingCount: 50 });
      expect(await find([ben.number, ...Array.from({ length: 50 }, aNumber)])).toMatchObject({
        __typename: 'TooManyRequests',
        retryAt: new Date(Math.ceil(world.clock.now().getTime() / DAY) * DAY).toISOString(),
      });
      expect(await find([ben.number, ben.number, ...Array.from({ length: 49 }, aNumber)])).toMatchObject({
        people: [{ id: ben.person.id, username: ben.person.username }],
        remainingCount: 0,
      });
      expect(await found([ben.number])).toBe('TooManyRequests');
      world.clock.advance(DAY);
      expect(await find([ben.number])).toMatchObject({ people: [{ id: ben.person.id }], remainingCount: 999 });
      world.clock.advance(3 * DAY);
      await world.subgraph.runJob('forget-old-sign-ins');
      expect(await world.db.prisma.contactLookup.count()).toBe(0);
    });

    it('cannot be stretched by sending one key with other numbers', async () => {
      const [ben, cem] = [await withPhone(), await withPhone()];
      expect(await found([ben.number], ada, 'k')).toEqual([ben.person.id]);
      expect(await found([cem.number], ada, 'k')).toEqual([ben.person.id]);
      expect(await find([cem.number])).toMatchObject({ people: [{ id: cem.person.id }], remainingCount: 198 });
    });

    it('is bounded as well for who asks many times at once', async () => {
      const books = Array.from({ length: 6 }, () => Array.from({ length: 50 }, aNumber));
      const outcomes = await Promise.all(books.map((numbers) => find(numbers)));
      expect(outcomes.filter(({ __typename }) => __typename === 'FindContactsSuccess')).toHaveLength(4);
      expect((await world.db.prisma.contactLookup.findFirstOrThrow({ where: { userId: ada.id } })).numbers).toBe(200);
    });
  });

  it('control: counted in one statement and compared in another, more are looked up than may be', async () => {
    // As if the count were read, compared here, and then written.
    const meet = meetingOf(2);
    let isRacing = false;
    await begin({
      db: (db) =>
        watched(db, { after: (statement) => (isRacing && statement.includes('FROM contact_lookups WHERE user_id') ? meet() : undefined) }),
    });
    isRacing = true;
    const naive = () =>
      world.db.transaction(async (tx) => {
        const [row] = await tx.$queryRaw<{ numbers: number }[]>`SELECT numbers FROM contact_lookups WHERE user_id = ${ada.id}::uuid`;
        if ((row?.numbers ?? 0) + 150 > 200) return false;
        await tx.$executeRaw`INSERT INTO contact_lookups AS l VALUES (${ada.id}::uuid, current_date, 150)
          ON CONFLICT (user_id, day) DO UPDATE SET numbers = l.numbers + 150`;
        return true;
      });
    expect(await Promise.all([naive(), naive()])).toEqual([true, true]);
  });
});
