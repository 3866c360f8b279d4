import { crashingSaga, expectErased, expectExported } from './saga-crash';

/** More than a saga has. */
const MOST = 80;

/**
 * Users dies after each statement that a saga writes, before it is committed, and before and after each mail leaves; what was committed until
 * then is what the next process finds. That one goes on with the person whom the last one left, and dies in the middle of the next one.
 */
test.each([
  ['erasure', 20, expectErased],
  ['export', 12, expectExported],
] as const)(
  'users killed by SIGKILL at each step of an %s: resumed, one outcome (must hold 5)',
  async (saga, least, expectOutcome) => {
    const crashing = await crashingSaga(saga, MOST);
    let killed = 0;
    for (;;) {
      const { end } = await crashing.run(killed === 0 ? [0] : [killed - 1, killed], killed + 1);
      if (end === 0) break;
      expect(end).toBe('SIGKILL');
      if (killed > 0) await expectOutcome(crashing, crashing.persons[killed - 1]!);
      killed++;
    }
    // The last one passed all places and met none that was fatal.
    expect(killed).toBeGreaterThan(least);
    for (const n of [killed - 1, killed]) await expectOutcome(crashing, crashing.persons[n]!);
  },
  3_600_000,
);
