import { createPrivateKey } from 'node:crypto';
import { withoutLocks } from '@marquee/platform/testing';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import type { Database, Tx } from '../src/db';
import { SigningKeys } from '../src/modules/session/session-keys.kept';
import { deriveSecrets } from '../src/modules/session/session-secrets';
import { MEETING, meeting } from './meeting';
import { logIn, signUp, startWorld, type World } from './world';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

const jwks = (world: World) => world.subgraph.resources!['/.well-known/jwks.json']!() as Promise<JSONWebKeySet>;
const kids = async (world: World) => (await jwks(world)).keys.map((key) => key.kid);
const verify = async (world: World, token: string) =>
  jwtVerify(token, createLocalJWKSet(await jwks(world)), { algorithms: ['EdDSA'], typ: 'at+jwt', currentDate: world.clock.now() });

describe('signing keys', () => {
  it('are published before they sign and for an hour after', async () => {
    const world = await startWorld();
    const person = await signUp(world);
    const [current, next, ...others] = await kids(world);
    expect(others).toEqual([]);
    expect((await verify(world, person.accessToken)).protectedHeader.kid).toBe(current);

    // A minute before its 30 days are over the first key signs for the last time.
    world.clock.advance(30 * DAY - 60_000);
    const last = await logIn(world, person.username);
    expect((await verify(world, last.accessToken)).protectedHeader.kid).toBe(current);
    world.clock.advance(60_000);
    expect(await world.subgraph.runJob('rotate-signing-keys')).toBe(true);
    const fresh = await logIn(world, person.username);
    expect((await verify(world, fresh.accessToken)).protectedHeader.kid).toBe(next);
    expect((await verify(world, last.accessToken)).protectedHeader.kid).toBe(current);
    expect(await kids(world)).toHaveLength(3);

    world.clock.advance(HOUR);
    await world.subgraph.runJob('rotate-signing-keys');
    expect(await kids(world)).not.toContain(current);
    expect(await kids(world)).toHaveLength(2);
  });

  it('go on signing when the job did not run for half a year', async () => {
    const world = await startWorld();
    const person = await signUp(world);
    world.clock.advance(180 * DAY);
    const late = await logIn(world, person.username);
    await expect(verify(world, late.accessToken)).resolves.toBeDefined();
  });

  it('sign at once when they were made while a token waited for them', async () => {
    const world = await startWorld();
    await world.db.pool.query('DELETE FROM signing_keys');
    const transaction: Database['transaction'] = (work, options) => {
      world.clock.advance(1);
      return world.db.transaction(work, options);
    };
    const { kid } = await new SigningKeys({ ...world.kept, db: { ...world.db, transaction } }, world.kept.secrets).signer();
    expect(await kids(world)).toContain(kid);
  });

  it('show nothing private, neither published nor in the database', async () => {
    const world = await startWorld();
    for (const key of (await jwks(world)).keys) {
      expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
    }
    const rows = await world.db.prisma.signingKey.findMany();
    expect(rows.length).toBe(2);
    for (const row of rows) {
      for (let offset = 0; offset < 40; offset++) {
        const der = Buffer.from(row.encryptedPrivate.slice(offset));
        expect(() => createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })).toThrow();
      }
    }
  });

  it('are made once, however many replicas start at the same time', async () => {
    const world = await startWorld();
    await world.db.pool.query('DELETE FROM signing_keys');
    await Promise.all(Array.from({ length: 8 }, () => new SigningKeys(world.kept, world.kept.secrets).rotate()));
    expect(await kids(world)).toHaveLength(2);
  });

  it('are made once also when a replica waits for another that began after it', async () => {
    const world = await startWorld();
    await world.db.pool.query('DELETE FROM signing_keys');
    const overtaken = (tx: Tx): Tx['$executeRaw'] =>
      (async (...statement: Parameters<Tx['$executeRaw']>) => {
        world.clock.advance(1);
        await new SigningKeys(world.kept, world.kept.secrets).rotate();
        return tx.$executeRaw(...statement);
      }) as unknown as Tx['$executeRaw'];
    const late = (tx: Tx): Tx =>
      new Proxy(tx, { get: (target, name) => (name === '$executeRaw' ? overtaken(target) : (Reflect.get(target, name) as unknown)) });
    const transaction: Database['transaction'] = (work, options) => world.db.transaction((tx, after) => work(late(tx), after), options);
    await new SigningKeys({ ...world.kept, db: { ...world.db, transaction } }, world.kept.secrets).rotate();
    expect(await kids(world)).toHaveLength(2);
  });

  it('control: without the advisory lock each replica makes its own', async () => {
    const world = await startWorld();
    await world.db.pool.query('DELETE FROM signing_keys');
    const [meet, db] = [meeting(), withoutLocks(world.db)];
    const transaction: Database['transaction'] = (work, options) =>
      db.transaction(async (tx, after) => {
        await meet();
        return work(tx, after);
      }, options);
    const unlocked = { ...world.kept, db: { ...db, transaction } };
    await Promise.all(Array.from({ length: MEETING }, () => new SigningKeys(unlocked, world.kept.secrets).rotate()));
    expect((await kids(world)).length).toBeGreaterThan(2);
  });

  it('of another secret stay published and do not sign', async () => {
    const world = await startWorld();
    const person = await signUp(world);
    const secrets = deriveSecrets('another-secret-0123456789-0123456789');
    const { kid } = await new SigningKeys(world.kept, secrets).signer();
    expect(kid).not.toBe((await verify(world, person.accessToken)).protectedHeader.kid);
    expect(await kids(world)).toHaveLength(4);
  });
});
