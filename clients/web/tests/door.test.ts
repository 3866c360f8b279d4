import { createCipheriv, createECDH, createHash, generateKeyPairSync, hkdfSync, randomBytes, sign } from 'node:crypto';
import { Door, type DoorApi } from '../src/pages/door/door';
import { newDeviceKey, type DoorContent, type Place, type Sealed } from '../src/pages/door/door-package';
import { isRepeat, type Scan } from '../src/pages/door/door-scans';
import type { DoorVault } from '../src/pages/door/door-vault';

const EVENT = 'event-1';
const NOW = new Date('2026-07-01T20:00:00Z');
const text = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const sha = (value: string) => createHash('sha256').update(value);
const pair = generateKeyPairSync('ed25519');
const JWK = { ...pair.publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'EdDSA' };

const passOf = (sub: string, { evt = EVENT, exp = NOW.getTime() / 1_000 + 3_600, key = pair.privateKey } = {}) => {
  const signed = `${text({ alg: 'EdDSA', kid: 'k1', typ: 'entry-pass+jwt' })}.${text({ sub, evt, exp, ppl: 1 })}`;
  return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`;
};

/** What the API does, by Node's own cryptography. */
function seal(deviceKey: string, content: object): Sealed {
  const own = createECDH('prime256v1');
  const ephemeralKey = own.generateKeys('base64url');
  const key = Buffer.from(hkdfSync('sha256', own.computeSecret(Buffer.from(deviceKey, 'base64url')), '', 'marquee-door-package', 32));
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const body = Buffer.concat([cipher.update(JSON.stringify(content), 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { ephemeralKey, nonce: nonce.toString('base64url'), ciphertext: body.toString('base64url') };
}

interface Guest {
  readonly shown: string;
  readonly people?: number;
}
const byCode = (code: string): Guest => ({ shown: `code:${sha(code).digest('hex')}` });
const byPass = (sub: string, people = 1): Guest => ({ shown: sub, people });

/** An API with guests and without network at will, and a device before it. */
async function aDoor(guests: Guest[], parts: Partial<DoorContent> = {}) {
  const known = [...guests];
  const inside = new Map<string, number>();
  const api = { isReachable: true, isLosing: false, told: [] as Scan[], conflicts: new Set<string>(), known };
  const kept: { sealed: Sealed | null; scans: readonly Scan[] } = { sealed: null, scans: [] };
  const deviceKey = await newDeviceKey();
  const vault: DoorVault = {
    deviceId: 'device-1',
    deviceKey,
    package: async () => kept.sealed,
    keepPackage: async (sealed) => void (kept.sealed = sealed),
    scans: async () => [...kept.scans],
    keepScans: async (scans) => void (kept.scans = scans),
  };
  const doorApi: DoorApi = {
    async fetchPackage(key) {
      if (!api.isReachable) throw new Error('no network');
      const salt = randomBytes(8).toString('base64url');
      const places = known.map(({ shown, people = 1 }): Place => ({
        h: sha(`${salt}:${shown}`).digest('base64url'),
        n: people,
        in: inside.get(shown) ?? 0,
      }));
      const content = {
        eventId: EVENT,
        takenAt: NOW,
        opensAt: '2026-07-01T19:00:00Z',
        closesAt: '2026-07-02T02:00:00Z',
        noReentryFrom: null,
        salt,
      };
      return seal(key, { ...content, keys: { keys: [JWK] }, places, ...parts });
    },
    async tell(_device, scans) {
      if (!api.isReachable) throw new Error('no network');
      for (const scan of scans) {
        if (api.told.some(({ nonce }) => nonce === scan.nonce)) continue;
        api.told.push(scan);
        const shown = scan.code.includes('.')
          ? (JSON.parse(Buffer.from(scan.code.split('.')[1]!, 'base64url').toString()) as { sub: string }).sub
          : byCode(scan.code).shown;
        inside.set(shown, (inside.get(shown) ?? 0) + (scan.direction === 'ENTRY' ? 1 : -1));
      }
      if (api.isLosing) throw new Error('the answer was lost');
      return new Map(scans.map(({ nonce, code }) => [nonce, api.conflicts.has(code)]));
    },
  };
  const open = async () => {
    const door = new Door(vault, doorApi, () => NOW);
    await door.start();
    return door;
  };
  return { open, api, kept };
}

const IN = { kind: 'IN', inside: 1, of: 1 };
const no = (why: string) => ({ kind: 'NO', why });

describe('a door', () => {
  test('lets in who has a place, once, by code and by pass', async () => {
    const { open, api } = await aDoor([byCode('A1B2C3'), byPass('guest:g1')]);
    const door = await open();
    expect(await door.scan('A1B2C3', 'ENTRY')).toEqual(IN);
    expect(await door.scan('a1b2-c3', 'ENTRY')).toEqual(no('INSIDE'));
    expect(await door.scan(passOf('guest:g1'), 'ENTRY')).toEqual(IN);
    await door.sync();
    expect(api.told.map(({ direction }) => direction)).toEqual(['ENTRY', 'ENTRY']);
    // By a package with another salt, in which they are inside.
    await door.sync();
    expect(await door.scan('A1B2C3', 'ENTRY')).toEqual(no('INSIDE'));
    expect(await door.scan('A1B2C3', 'EXIT')).toEqual({ kind: 'OUT' });
    expect(await door.scan('A1B2C3', 'EXIT')).toEqual(no('NOT_INSIDE'));
    expect(await door.scan('A1B2C3', 'ENTRY')).toEqual(IN);
  });

  test('lets in a party one by one', async () => {
    const { open } = await aDoor([byPass('guest:party', 2)]);
    const door = await open();
    const pass = passOf('guest:party');
    expect([await door.scan(pass, 'ENTRY'), await door.scan(pass, 'ENTRY'), await door.scan(pass, 'ENTRY')]).toEqual([
      { kind: 'IN', inside: 1, of: 2 },
      { kind: 'IN', inside: 2, of: 2 },
      no('INSIDE'),
    ]);
  });

  test('goes on without network, also after a reload, and tells everything once there is one', async () => {
    const { open, api } = await aDoor([byCode('A1'), byCode('B2')]);
    await open();
    api.isReachable = false;
    const offline = await open();
    expect(offline.state()).toMatchObject({ isReady: true, isOffline: true });
    expect(await offline.scan('A1', 'ENTRY')).toEqual(IN);
    const reloaded = await open();
    expect(reloaded.state().untold).toBe(1);
    expect([await reloaded.scan('A1', 'ENTRY'), await reloaded.scan('B2', 'ENTRY')]).toEqual([no('INSIDE'), IN]);
    api.isReachable = true;
    await reloaded.sync();
    await reloaded.sync();
    expect(api.told.map(({ code }) => code)).toEqual(['A1', 'B2']);
    expect(reloaded.state()).toMatchObject({ untold: 0, isOffline: false });
  });

  test('tells a scan once, however often the answer is lost', async () => {
    const { open, api } = await aDoor([byCode('A1')]);
    const door = await open();
    api.isLosing = true;
    await door.scan('A1', 'ENTRY');
    await door.sync();
    api.isLosing = false;
    await door.sync();
    expect([api.told.length, door.state().untold]).toEqual([1, 0]);
  });

  test('says when another door saw a code, too', async () => {
    const { open, api } = await aDoor([byCode('A1')]);
    const door = await open();
    api.conflicts.add('A1');
    await door.scan('A1', 'ENTRY');
    await door.sync();
    expect(door.state().conflicts).toBe(1);
  });

  test('asks once for a code that it does not know: the ticket may be a minute old', async () => {
    const { open, api } = await aDoor([]);
    const door = await open();
    api.known.push(byCode('NEW1'));
    expect(await door.scan('NEW1', 'ENTRY')).toEqual(IN);
    api.isReachable = false;
    expect(await door.scan('NONE', 'ENTRY')).toEqual(no('UNKNOWN'));
  });

  test('refuses what is invented, for another event, or over', async () => {
    const { open } = await aDoor([byPass('guest:g1')]);
    const door = await open();
    const forger = generateKeyPairSync('ed25519').privateKey;
    expect(await door.scan(passOf('guest:g1', { key: forger }), 'ENTRY')).toEqual(no('FALSE'));
    expect(await door.scan('a.b.c', 'ENTRY')).toEqual(no('FALSE'));
    expect(await door.scan(passOf('guest:g1', { evt: 'event-2' }), 'ENTRY')).toEqual(no('OTHER_EVENT'));
    expect(await door.scan(passOf('guest:g1', { exp: NOW.getTime() / 1_000 }), 'ENTRY')).toEqual(no('OVER'));
    expect(await door.scan(passOf('guest:other'), 'ENTRY')).toEqual(no('UNKNOWN'));
  });

  test('is open at its hours, and nobody comes in again where the organiser says so', async () => {
    const early = await (await aDoor([byCode('A1')], { opensAt: '2026-07-01T21:00:00Z' })).open();
    expect(await early.scan('A1', 'ENTRY')).toEqual(no('NOT_OPEN'));
    const late = await (await aDoor([byCode('A1')], { closesAt: '2026-07-01T20:00:00Z' })).open();
    expect(await late.scan('A1', 'ENTRY')).toEqual(no('CLOSED'));
    const { open, api } = await aDoor([byCode('A1')], { noReentryFrom: '2026-07-01T19:30:00Z' });
    const door = await open();
    api.isReachable = false;
    await door.scan('A1', 'ENTRY');
    await door.scan('A1', 'EXIT');
    expect(await door.scan('A1', 'ENTRY')).toEqual(no('USED'));
  });

  test('that was never opened with network knows nobody', async () => {
    const { open, api } = await aDoor([byCode('A1')]);
    api.isReachable = false;
    expect((await open()).state()).toMatchObject({ isReady: false, isOffline: true });
  });

  test('a package for another device is not read', async () => {
    const { open, kept, api } = await aDoor([byCode('A1')]);
    const other = await aDoor([byCode('A1')]);
    await other.open();
    kept.sealed = other.kept.sealed;
    api.isReachable = false;
    expect((await open()).state().isReady).toBe(false);
  });

  test('one code that stays before the camera is one guest', () => {
    expect([
      isRepeat(null, 'A1', 0),
      isRepeat({ code: 'A1', at: 0 }, 'A1', 500),
      isRepeat({ code: 'A1', at: 0 }, 'B2', 500),
      isRepeat({ code: 'A1', at: 0 }, 'A1', 60_000),
    ]).toEqual([false, true, false, false]);
  });
});
