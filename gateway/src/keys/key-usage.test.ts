import { silentLogger } from '@marquee/platform';
import type { KeyUsageEntry } from './key-owner';
import { KeyUsage } from './key-usage';

/** An owner that takes batches in, as it does, once each. */
function anOwner() {
  const owner = {
    answers: true,
    /** Takes a batch in and does not say so. */
    isMute: false,
    sent: [] as string[],
    taken: new Map<string, readonly KeyUsageEntry[]>(),
    grant: () => Promise.resolve(null),
    record(id: string, entries: readonly KeyUsageEntry[]) {
      owner.sent.push(id);
      if (owner.answers) owner.taken.set(id, entries);
      return owner.answers && !owner.isMute ? Promise.resolve() : Promise.reject(new Error('away'));
    },
    get total() {
      return [...owner.taken.values()].flat();
    },
  };
  return owner;
}

describe('what keys do', () => {
  let now = Date.parse('2026-11-30T23:59:59Z');
  const begun = (owner: ReturnType<typeof anOwner>) => {
    const usage = new KeyUsage(silentLogger, () => now);
    usage.begin(() => owner);
    return usage;
  };

  it('is told by key and day, in one batch, and nothing where there was nothing', async () => {
    const owner = anOwner();
    const usage = begun(owner);
    for (let n = 0; n < 3; n++) usage.finished('a', n === 0);
    usage.spent('a', 12);
    usage.finished('b', false);
    now += 1_000;
    usage.finished('a', false);
    await usage.flush();
    await usage.flush();
    expect(owner.sent).toHaveLength(1);
    expect(owner.total).toEqual([
      { keyId: 'a', day: '2026-11-30', requests: 3, errors: 1, cost: 12 },
      { keyId: 'b', day: '2026-11-30', requests: 1, errors: 0, cost: 0 },
      { keyId: 'a', day: '2026-12-01', requests: 1, errors: 0, cost: 0 },
    ]);
    await usage.stop();
  });

  it('waits for an owner that is away, and counts once where only its word was lost', async () => {
    const owner = anOwner();
    const usage = begun(owner);
    owner.answers = false;
    usage.finished('a', false);
    await usage.flush();
    owner.answers = owner.isMute = true;
    usage.finished('a', false);
    await usage.flush();
    owner.isMute = false;
    usage.finished('a', false);
    await usage.stop();
    expect(owner.total.map(({ requests }) => requests)).toEqual([1, 1, 1]);
  });

  it('is told in batches that an owner takes, of which the oldest are given up when too many wait', async () => {
    const owner = anOwner();
    const usage = begun(owner);
    owner.answers = false;
    for (let n = 0; n < 25; n++) {
      usage.finished(`k${n}`, false);
      await usage.flush();
    }
    owner.answers = true;
    for (let n = 0; n < 1_200; n++) usage.finished(`m${n}`, false);
    await usage.stop();
    expect(owner.total).toHaveLength(17 + 1_200);
    expect(Math.max(...[...owner.taken.values()].map(({ length }) => length))).toBe(500);
  });
});
