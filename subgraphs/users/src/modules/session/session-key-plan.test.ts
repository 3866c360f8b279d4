import { missingPeriods, SIGNING_PERIOD_MS } from './session-key-plan';

const now = new Date('2026-11-21T12:00:00Z');
const after = (milliseconds: number) => new Date(now.getTime() + milliseconds);

describe('the plan of signing keys', () => {
  it('begins with a key that signs now and one that follows it without a gap', () => {
    const [current, next, ...rest] = missingPeriods([], now);
    expect(rest).toEqual([]);
    expect(current!.signsFrom).toEqual(now);
    expect(next!.signsFrom).toEqual(current!.signsUntil);
  });

  it('asks for nothing while both are there', () => {
    expect(missingPeriods(missingPeriods([], now), after(SIGNING_PERIOD_MS - 1))).toEqual([]);
  });

  it('adds the next key in the moment in which the last one begins to sign', () => {
    const keys = missingPeriods([], now);
    const added = missingPeriods(keys, after(SIGNING_PERIOD_MS));
    expect(added).toHaveLength(1);
    expect(added[0]!.signsFrom).toEqual(keys[1]!.signsUntil);
  });

  it('starts anew after a long silence', () => {
    const later = after(5 * SIGNING_PERIOD_MS);
    expect(missingPeriods(missingPeriods([], now), later).map((key) => key.signsFrom)).toEqual([
      later,
      new Date(later.getTime() + SIGNING_PERIOD_MS),
    ]);
  });

  it('keeps a key published for an hour after its last signature', () => {
    for (const key of missingPeriods([], now)) expect(key.publishedUntil.getTime() - key.signsUntil.getTime()).toBe(60 * 60 * 1000);
  });
});
