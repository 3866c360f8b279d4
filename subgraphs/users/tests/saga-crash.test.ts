import { crashingSaga, expectErased, expectExported } from './saga-crash';

/** Each place is in saga-crash.long.test.ts. */
test.each([
  ['erasure', 14, expectErased],
  ['export', 12, expectExported],
] as const)(
  'users killed by SIGKILL in the middle of an %s goes on to the one outcome (must hold 5)',
  async (saga, place, expectOutcome) => {
    const crashing = await crashingSaga(saga, 1);
    expect(await crashing.run([0], place)).toEqual({ end: 'SIGKILL', places: null });
    expect((await crashing.run([0], null)).end).toBe(0);
    await expectOutcome(crashing, crashing.persons[0]!);
  },
  180_000,
);
