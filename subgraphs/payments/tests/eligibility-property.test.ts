import { tryWorlds } from './eligibility-property';

test('whatever was told, checkout does what the rule says of it (A9)', async () => {
  // A run that meets one refusal only would show little.
  expect((await tryWorlds(25)).size).toBeGreaterThan(5);
}, 120_000);
