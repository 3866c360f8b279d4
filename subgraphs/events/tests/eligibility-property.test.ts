import { tryWorlds } from './eligibility-property';

test('whatever the world, rsvp and the door refuse with the code that the query told (A9)', async () => {
  // A run that meets one refusal only would show little.
  expect((await tryWorlds(25)).size).toBeGreaterThan(5);
}, 120_000);
