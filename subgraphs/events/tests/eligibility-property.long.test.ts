import { tryWorlds } from './eligibility-property';

test('whatever the world, rsvp and the door refuse with the code that the query told (A9)', async () => {
  // A run that meets one refusal only would show little.
  expect((await tryWorlds(300)).size).toBeGreaterThan(9);
}, 600_000);
