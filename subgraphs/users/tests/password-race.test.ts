import type { Database, Tx } from '../src/db';
import { ChangePasswordDocument, EndAllSessionsDocument, LoginDocument, RefreshSessionDocument } from './generated/documents';
import { logIn, PASSWORD, signUp, startWorld, type Person, type World } from './world';

const NEW = 'a new lantern 43';
const OTHER = 'another lantern 44';

/** Holds whoever is about to look at the present password under the lock, until they are let go. `as` may put another statement in its place. */
function gate(as: (text: string) => string = (text) => text) {
  let held = 0;
  let isClosed = false;
  let open: () => void = () => undefined;
  let opened = Promise.resolve();
  const watched = (tx: Tx): Tx['$queryRaw'] =>
    (async (parts: TemplateStringsArray, ...values: unknown[]) => {
      if (!parts[0]!.includes('SELECT suspended_at, password_version')) return tx.$queryRaw(parts, ...values);
      if (isClosed) {
        held++;
        await opened;
      }
      const texts = parts.map(as);
      return tx.$queryRaw(Object.assign([...texts], { raw: texts }), ...values);
    }) as Tx['$queryRaw'];
  const over = (tx: Tx): Tx =>
    new Proxy(tx, { get: (target, name) => (name === '$queryRaw' ? watched(target) : (Reflect.get(target, name) as unknown)) });
  return {
    db: (own: Database): Database => ({
      ...own,
      transaction: (work, options) => own.transaction((tx, after) => work(over(tx), after), options),
    }),
    close() {
      isClosed = true;
      opened = new Promise((resolve) => (open = resolve));
    },
    open: () => open(),
    async waitFor(number: number) {
      while (held < number) await new Promise((resolve) => setTimeout(resolve, 5));
    },
  };
}

const change = async (world: World, person: Person, currentPassword: string, newPassword: string, idempotencyKey?: string) =>
  (await world.run(person.viewer, ChangePasswordDocument, { input: { currentPassword, newPassword, idempotencyKey } })).changePassword;

/** Signs in with the old password three times while it is changed, and returns what came of it. */
async function race(as?: (text: string) => string) {
  const door = gate(as);
  const world = await startWorld({ db: door.db });
  const person = await signUp(world);
  door.close();
  const late = Array.from({ length: 3 }, () =>
    world.run(null, LoginDocument, { input: { emailOrUsername: person.username, password: PASSWORD } }),
  );
  await door.waitFor(3);
  expect((await change(world, person, PASSWORD, NEW)).__typename).toBe('ChangePasswordSuccess');
  door.open();
  const outcomes = (await Promise.all(late)).map(({ login }) => login);
  const tokens = outcomes.flatMap((login) => (login.__typename === 'LoginSuccess' ? [login.session.refreshToken] : []));
  const alive = await Promise.all(tokens.map((refreshToken) => world.run(null, RefreshSessionDocument, { input: { refreshToken } })));
  return { outcomes: outcomes.map(({ __typename }) => __typename), alive: alive.length, world, person };
}

describe('signing in with the old password while it is changed (users F1)', () => {
  it('opens no session', async () => {
    const { outcomes, world, person } = await race();
    expect(outcomes).toEqual(['Conflict', 'Conflict', 'Conflict']);
    expect(await world.db.prisma.session.count({ where: { userId: person.id, endedAt: null } })).toBe(1);
    expect((await logIn(world, person.username, NEW)).id).toBe(person.id);
  });

  it('control: without the comparison under the lock old sessions live on', async () => {
    const { alive } = await race((text) => text.replace('password_version', '0 AS password_version'));
    expect(alive).toBe(3);
  });
});

describe('two changes of one password at the same time', () => {
  it('are one change: the other is refused, and its session ends', async () => {
    const world = await startWorld();
    const here = await signUp(world);
    const there = await logIn(world, here.username);
    // From two networks, so that their checks do not wait for each other.
    const verify = world.kept.passwords.verify.bind(world.kept.passwords);
    let checked = 0;
    let go!: () => void;
    const both = new Promise<void>((resolve) => (go = resolve));
    world.kept.passwords.verify = async (...args) => {
      const right = await verify(...args);
      if (++checked === 2) go();
      if (checked <= 2) await both;
      return right;
    };
    const from = (person: Person, ip: string, newPassword: string) =>
      world.subgraph.execute({
        query: `mutation { changePassword(input: { currentPassword: "${PASSWORD}", newPassword: "${newPassword}" }) { __typename } }`,
        caller: { viewer: person.viewer, correlationId: 'test', ip },
      });
    const results = await Promise.all([from(here, '203.0.113.7', NEW), from(there, '198.51.100.20', OTHER)]);
    const outcomes = results.map(({ data }) => (data as { changePassword: { __typename: string } }).changePassword.__typename);
    expect([...outcomes].sort()).toEqual(['ChangePasswordSuccess', 'Conflict']);
    const winning = outcomes[0] === 'ChangePasswordSuccess' ? NEW : OTHER;
    expect((await logIn(world, here.username, winning)).id).toBe(here.id);
  });
});

test('a session that is ended while its password is checked changes nothing', async () => {
  const world = await startWorld();
  const owner = await signUp(world);
  const lost = await logIn(world, owner.username);
  const verify = world.kept.passwords.verify.bind(world.kept.passwords);
  world.kept.passwords.verify = async (...args) => {
    const right = await verify(...args);
    await world.run(owner.viewer, EndAllSessionsDocument, { input: { keepCurrent: true } });
    return right;
  };
  await expect(change(world, lost, PASSWORD, NEW)).rejects.toThrow('UNAUTHENTICATED');
  world.kept.passwords.verify = verify;
  expect((await logIn(world, owner.username)).id).toBe(owner.id);
});

describe('changePassword sent again with its key (users F3)', () => {
  let world: World;
  let person: Person;
  beforeEach(async () => {
    world = await startWorld();
    person = await signUp(world);
    await logIn(world, person.username);
  });

  it('has the first answer, however often, and locks nobody out', async () => {
    for (let time = 0; time < 7; time++)
      expect(await change(world, person, PASSWORD, NEW, 'k')).toEqual({ __typename: 'ChangePasswordSuccess', endedSessionCount: 1 });
    expect((await logIn(world, person.username, NEW)).id).toBe(person.id);
  });

  it('has it also for seven requests at the same time', async () => {
    const all = await Promise.all(Array.from({ length: 7 }, () => change(world, person, PASSWORD, NEW, 'k')));
    expect(all).toEqual(all.map(() => ({ __typename: 'ChangePasswordSuccess', endedSessionCount: 1 })));
    expect((await logIn(world, person.username, NEW)).id).toBe(person.id);
  });

  it('is refused with another new password, and is no way to guess the present one', async () => {
    expect((await change(world, person, PASSWORD, NEW, 'k')).__typename).toBe('ChangePasswordSuccess');
    for (let time = 0; time < 5; time++)
      expect((await change(world, person, PASSWORD, `a guess, number ${time}`, 'k')).__typename).toBe('KeyReused');
    expect((await change(world, person, PASSWORD, NEW, 'k')).__typename).toBe('AccountLocked');
  });
});
