import { meetingOf, watched, withoutLocks } from '@marquee/platform/testing';
import type { Database } from '../src/db';
import { aCode, anApp, call, grantOf, ISSUER, refresh, tokensFor, type Tokens } from './apps';
import { RevokeAppDocument } from './generated/documents';
import { signUp, startWorld, type World } from './world';

type Db = (own: Database) => Database;

/** Two who have both read meet before either writes: without locks, each then goes on by what is not so any more. */
const meetingAfter = (read: string, nth: number): Db => {
  const meet = meetingOf(2);
  return (own) => ({
    ...own,
    transaction: (work, options) => {
      let reads = 0;
      const after = (statement: string) => (statement === read && ++reads === nth ? meet() : undefined);
      return watched(withoutLocks(own), { after }).transaction(work, options);
    },
  });
};

const begin = async (db?: Db) => {
  const world = await startWorld({ settings: { API_URL: ISSUER }, ...(db ? { db } : {}) });
  const [maker, bob] = [await signUp(world), await signUp(world)];
  return { world, bob, app: await anApp(world, maker) };
};

const grants = (world: World) => world.db.prisma.appGrant.count();

describe('a code that two exchange at the same time', () => {
  const race = async (db?: Db) => {
    const { world, bob, app } = await begin(db);
    const form = await aCode(world, bob, app);
    const outcomes = await Promise.all([call(world, app, 'token', form), call(world, app, 'token', form)]);
    const tokens = outcomes.flatMap(({ access_token: token }) => token ?? []);
    const good = await Promise.all(tokens.map((token) => grantOf(world, token)));
    return { got: tokens.length, good: good.filter(Boolean).length, grants: await grants(world) };
  };

  it('is exchanged once, and what it was exchanged for ends, because one of them has stolen it', async () =>
    expect(await race()).toEqual({ got: 1, good: 0, grants: 1 }));

  it('control: twice without the lock, where both have read it', async () =>
    expect(await race(meetingAfter('appCode.findUnique', 2))).toEqual({ got: 2, good: 2, grants: 2 }));
});

describe('a refresh token that two exchange at the same time', () => {
  const race = async (db?: Db) => {
    const { world, bob, app } = await begin(db);
    const { refresh_token: token } = await tokensFor(world, bob, app);
    const outcomes = await Promise.all([refresh(world, app, token), refresh(world, app, token)]);
    const tokens = outcomes.flatMap(({ access_token: one }) => one ?? []);
    const good = await Promise.all(tokens.map((one) => grantOf(world, one)));
    return { got: tokens.length, good: good.filter(Boolean).length };
  };

  it('is exchanged once, and what it was exchanged for ends', async () => expect(await race()).toEqual({ got: 1, good: 0 }));

  it('control: twice without the lock, where both have read it', async () =>
    expect(await race(meetingAfter('appToken.findUnique', 2))).toEqual({ got: 2, good: 2 }));
});

/**
 * Without a control: whoever takes consent back deletes the code and ends the rows of tokens, and each exchange writes to one of these rows, so
 * that one of the two waits for the other with and without a lock of its own. The lock makes a plain refusal of it.
 */
describe('consent that is taken back', () => {
  const race = async (exchange: (begun: Awaited<ReturnType<typeof begin>>) => Promise<() => Promise<Tokens>>) => {
    const begun = await begin();
    const { world, bob, app } = begun;
    const go = await exchange(begun);
    const [tokens] = await Promise.all([go(), world.run(bob.viewer, RevokeAppDocument, { input: { appId: app.id } })]);
    expect(tokens.error === undefined || tokens.error === 'invalid_grant').toBe(true);
    return tokens.access_token ? await grantOf(world, tokens.access_token) : null;
  };

  it('while a code is exchanged leaves nothing that acts', async () => {
    const exchange = async ({ world, bob, app }: Awaited<ReturnType<typeof begin>>) => {
      const form = await aCode(world, bob, app);
      return () => call(world, app, 'token', form);
    };
    expect(await race(exchange)).toBeNull();
  });

  it('while tokens are refreshed leaves nothing that acts', async () => {
    const exchange = async ({ world, bob, app }: Awaited<ReturnType<typeof begin>>) => {
      const { refresh_token: token } = await tokensFor(world, bob, app);
      return () => refresh(world, app, token);
    };
    expect(await race(exchange)).toBeNull();
  });
});
