import { apiKeyOf, silentLogger } from '@marquee/platform';
import { refusingVerifier } from '../authenticate';
import { Revocations } from '../sessions/revocations';
import { ApiKeys } from './api-keys';
import type { KeyGrant } from './key-owner';

const MINUTE = 60_000;
const keyOf = (n: number) => apiKeyOf(new Uint8Array(32).fill(n));
const KEY = keyOf(1);
const GRANT: KeyGrant = {
  keyId: 'k1',
  grantId: 'g1',
  userId: 'u1',
  username: 'ada',
  role: 'user',
  permissions: ['create:event'],
  scopes: ['EVENTS_READ'],
  origins: [],
  networks: [],
  lastsMs: 60 * MINUTE,
};

/** An owner of keys whose answers a test chooses. */
function aKeeper(grants: Record<string, KeyGrant | null> = { [KEY]: GRANT }) {
  let now = 1_000_000;
  const keeper = {
    grants,
    asked: [] as string[],
    answers: true,
    advance: (ms: number) => void (now += ms),
    revocations: new Revocations(undefined, () => now),
  };
  const owner = {
    record: () => Promise.resolve(),
    grant: async (secret: string) => {
      keeper.asked.push(secret);
      await Promise.resolve();
      if (!keeper.answers) throw new Error('away');
      return keeper.grants[secret] ?? null;
    },
  };
  const { revocations } = keeper;
  const keys = new ApiKeys({ owner: () => owner, revocations, tokens: refusingVerifier, logger: silentLogger, now: () => now });
  return { ...keeper, keeper, keys };
}

describe('a key', () => {
  it('is asked for once, however many come with it, and stands for its person within its scopes', async () => {
    const { keys, asked } = aKeeper();
    const [identity] = await Promise.all(Array.from({ length: 20 }, () => keys.verify(KEY)));
    expect(identity!.viewer).toEqual({
      ...{ id: 'u1', username: 'ada', role: 'user', permissions: ['create:event'] },
      ...{ sessionId: 'g1', keyId: 'k1', scopes: ['EVENTS_READ'] },
    });
    await keys.verify(KEY);
    expect(asked).toHaveLength(1);
  });

  it('is asked for again after a minute: what changed meanwhile holds', async () => {
    const { keys, keeper, asked } = aKeeper();
    await keys.verify(KEY);
    keeper.grants[KEY] = { ...GRANT, role: 'admin' };
    keeper.advance(MINUTE);
    // What its person may as staff does not come along with other scopes.
    expect((await keys.verify(KEY)).viewer.role).toBe('user');
    keeper.grants[KEY] = { ...GRANT, role: 'admin', scopes: ['EVENTS_READ', 'STAFF_READ'] };
    keeper.advance(MINUTE);
    expect((await keys.verify(KEY)).viewer.role).toBe('admin');
    keeper.grants[KEY] = null;
    keeper.advance(MINUTE);
    await expect(keys.verify(KEY)).rejects.toThrow('not good');
    expect(asked).toHaveLength(4);
  });

  it('ends at once when its end is told, also when the word comes before the answer, and goes on under another grant', async () => {
    const { keys, keeper } = aKeeper();
    await keys.verify(KEY);
    keeper.revocations.add({ sessionId: 'g1' });
    // Its owner still says the same, as one would whose answer was on its way.
    await expect(keys.verify(KEY)).rejects.toThrow('not good');
    keeper.grants[KEY] = { ...GRANT, grantId: 'g2' };
    expect((await keys.verify(KEY)).viewer.sessionId).toBe('g2');
  });

  it('runs out', async () => {
    const { keys, keeper } = aKeeper({ [KEY]: { ...GRANT, lastsMs: 30_000 } });
    await keys.verify(KEY);
    keeper.advance(30_000);
    await expect(keys.verify(KEY)).rejects.toThrow('not good');
  });

  it('lasts as long as an access token while its owner does not answer, and one that was never seen may be tried again', async () => {
    const { keys, keeper } = aKeeper();
    await keys.verify(KEY);
    keeper.answers = false;
    keeper.advance(14 * MINUTE);
    await keys.verify(KEY);
    await expect(keys.verify(keyOf(2))).rejects.toMatchObject({ extensions: { code: 'SUBGRAPH_UNAVAILABLE', retryable: true } });
    keeper.advance(MINUTE);
    await expect(keys.verify(KEY)).rejects.toMatchObject({ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } });
    keeper.answers = true;
    await keys.verify(KEY);
  });

  it('that was cut off is not asked for, and an unknown one once; who tries many is stopped, but not their neighbour with a good one', async () => {
    const { keys, asked } = aKeeper();
    await keys.verify(KEY);
    await expect(keys.verify(KEY.slice(0, -1))).rejects.toThrow('cut off');
    for (let n = 0; n < 3; n++) await expect(keys.verify(keyOf(2), { ip: '203.0.113.7' })).rejects.toThrow('not good');
    expect(asked).toHaveLength(2);
    const outcomes: unknown[] = [];
    for (let n = 3; n < 63; n++) await keys.verify(keyOf(n), { ip: '203.0.113.7' }).catch((error: unknown) => outcomes.push(error));
    expect(asked).toHaveLength(31);
    expect(outcomes.at(-1)).toMatchObject({ extensions: { code: 'RATE_LIMITED' } });
    await keys.verify(KEY, { ip: '203.0.113.7' });
    await expect(keys.verify(keyOf(70), { ip: '203.0.113.8' })).rejects.toThrow('not good');
  });

  it.each([
    [{ ip: '203.0.113.9', origin: 'https://app.test' }, true],
    [{ ip: '::ffff:203.0.113.9', origin: 'https://app.test' }, true],
    [{ ip: '2001:db8::7', origin: 'https://app.test' }, true],
    [{ ip: '203.0.114.9', origin: 'https://app.test' }, false],
    [{ ip: '203.0.113.9', origin: 'https://app.test.evil.test' }, false],
    [{ ip: '203.0.113.9' }, false],
    [{ origin: 'https://app.test' }, false],
    [{ ip: 'no address', origin: 'https://app.test' }, false],
  ])('is good from its places alone: %j', async (from, isGood) => {
    const { keys } = aKeeper({ [KEY]: { ...GRANT, origins: ['https://app.test'], networks: ['203.0.113.0/24', '2001:db8::/32'] } });
    const outcome = keys.verify(KEY, from);
    if (isGood) await outcome;
    else await expect(outcome).rejects.toThrow('not good from here');
  });
});
