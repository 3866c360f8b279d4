import { print } from 'graphql';
import {
  CreateOrganizationDocument,
  LimitedUntilDocument,
  NewcomerRisksDocument,
  RegisterDocument,
  VerifyUserDocument,
} from './generated/documents';
import {
  anAttendance,
  anEvent,
  PASSWORD,
  personOf,
  signUpAs,
  startWorld,
  succeeded,
  tellAttendance,
  tellEvent,
  type Person,
  type World,
} from './world';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A score that limits, and locks nothing. */
describe('a new account (U47)', () => {
  let world: World;
  let admin: Person;
  let network = 0;

  const register = async (username: string, email: string, displayName: string, ip = `10.3.${network}.1`): Promise<Person> => {
    const caller = { viewer: null, correlationId: 'test', ip };
    const variables = { input: { username, email, displayName, password: PASSWORD } };
    const { data } = await world.subgraph.execute({ query: print(RegisterDocument), variables, caller });
    return personOf((JSON.parse(JSON.stringify(data)) as { register: never }).register);
  };
  /** What a program makes: one name counted up, from one network, at once. */
  const made = (n: number) =>
    register(`qzxwvk${90_000 + n + 100 * network}`, `xkqwzjvb${4_000 + n + 100 * network}@gmail.com`, 'Anna Novak');
  const look = () => world.subgraph.runJob('score-newcomers');
  const riskOf = async ({ username }: Person) => {
    const { people } = await world.run(admin.viewer, NewcomerRisksDocument, { filter: { search: username } });
    return people.nodes[0]!.newcomerRisk;
  };
  /** Until when they are limited, as the other subgraphs were told of it, the first first. */
  const toldOf = async ({ id }: Person): Promise<unknown[]> => {
    const { rows } = await world.db.pool.query<{ until: string | null }>(
      `SELECT payload ->> 'limitedUntil' AS until FROM outbox WHERE topic = 'user.updated' AND key = $1 ORDER BY sequence`,
      [id],
    );
    return rows.map(({ until }) => until);
  };
  let names = 0;
  const organize = async ({ viewer }: Person) =>
    (await world.run(viewer, CreateOrganizationDocument, { input: { name: `House ${++names}` } })).createOrganization.__typename;

  beforeAll(async () => {
    world = await startWorld({ settings: { NEWCOMER_LIMITS: 'on' } });
    admin = await signUpAs(world, 'admin');
  });
  beforeEach(() => {
    network++;
    world.clock.advance(2 * DAY);
  });

  it('of somebody by themselves does what everybody may, and staff see that nothing speaks against it', async () => {
    const ada = await register('adawong', 'ada.wong@gmail.com', 'Ada Wong');
    expect(await riskOf(ada)).toBeNull();
    await look();
    expect(await riskOf(ada)).toMatchObject({ limited: false, reasons: [], scoredAt: world.clock.now().toISOString() });
    expect([await organize(ada), await organize(ada), await organize(ada)]).toEqual(Array(3).fill('CreateOrganizationSuccess'));
  });

  it('of a lecture hall is not limited for its network alone', async () => {
    const hall: Person[] = [];
    for (const name of ['bea.roy', 'cem.kaya', 'dan.wolf', 'eva.lind', 'finn.berg', 'gus.holt', 'hana.sato', 'ian.ross'])
      hall.push(await register(name.replace('.', '_'), `${name}@gmail.com`, name.replace('.', ' ')));
    await look();
    expect((await Promise.all(hall.map(riskOf))).map((risk) => risk!.limited)).toEqual(Array(8).fill(false));
  });

  it('of many that a program makes at once may do less in a day, for reasons that staff see, and locks nobody out', async () => {
    const crowd: Person[] = [];
    for (let n = 0; n < 12; n++) crowd.push(await made(n));
    await look();
    const last = crowd.at(-1)!;
    const risk = (await riskOf(last))!;
    expect(risk).toMatchObject({ limited: true });
    expect(risk.reasons).toEqual(expect.arrayContaining(['MANY_OF_NAME']));
    expect(await organize(last)).toBe('CreateOrganizationSuccess');
    expect(await organize(last)).toBe('TooManyRequests');
    const until = async (who: Person) => (await world.run(who.viewer, LimitedUntilDocument, {})).me!.limitedUntil;
    expect(await until(last)).toBe(new Date(world.clock.now().getTime() + 14 * DAY).toISOString());
    // The others hear of it, and are told that it is over when their person is known.
    expect(await toldOf(last)).toEqual([null, new Date(world.clock.now().getTime() + 14 * DAY).toISOString()]);
    succeeded((await world.run(admin.viewer, VerifyUserDocument, { input: { userId: last.id } })).verifyUser);
    expect((await toldOf(last)).at(-1)).toBeNull();
    expect(await until(last)).toBeNull();
    // Nothing of address, domain or name lies beside the score.
    const rows = await world.db.pool.query<{ text: string }>('SELECT n::text AS text FROM newcomers n');
    expect(rows.rows.map(({ text }) => text).join()).not.toMatch(/gmail|qzxwvk|xkqwzjvb|Novak/);
  });

  it('is looked at again after an hour, when those that were made with it are there', async () => {
    const first = await made(1);
    await look();
    const before = (await riskOf(first))!;
    for (let n = 2; n < 12; n++) await made(n);
    await look();
    expect((await riskOf(first))!.score).toBe(before.score);
    world.clock.advance(HOUR);
    await look();
    expect((await riskOf(first))!.score).toBeGreaterThan(before.score);
    const { dueAt } = await world.db.prisma.newcomer.findUniqueOrThrow({ where: { userId: first.id } });
    expect(dueAt).toBeNull();
  });

  it('is limited no more when its person has attended something, is known, or has been there for two weeks', async () => {
    const crowd: Person[] = [];
    for (let n = 0; n < 12; n++) crowd.push(await made(n));
    await look();
    const [guest, known, old] = [crowd[9]!, crowd[10]!, crowd[11]!];
    const limited = async () => (await Promise.all([guest, known, old].map(riskOf))).map((risk) => risk!.limited);
    expect(await limited()).toEqual([true, true, true]);
    await world.db.prisma.user.update({ where: { id: known.id }, data: { verified: true } });
    const event = anEvent({
      startsAt: world.clock.now().toISOString(),
      endsAt: new Date(world.clock.now().getTime() + HOUR).toISOString(),
    });
    await tellEvent(world, event);
    world.clock.advance(2 * HOUR);
    const at = { eventId: event.eventId, userId: guest.id, status: 'GOING' as const, checkedInAt: world.clock.now().toISOString() };
    await tellAttendance(world, anAttendance(at));
    await world.db.prisma.user.update({ where: { id: guest.id }, data: { eventsAttended: 1 } });
    expect(await limited()).toEqual([false, false, true]);
    world.clock.advance(14 * DAY);
    expect(await limited()).toEqual([false, false, false]);
    world.clock.advance(17 * DAY);
    await look();
    expect(await riskOf(old)).toBeNull();
  });

  it('is scored once where two processes look at the same moment', async () => {
    const ada = await register('idawong', 'ida.wong@gmail.com', 'Ida Wong');
    await Promise.all([look(), look()]);
    expect((await riskOf(ada))!.limited).toBe(false);
  });
});
