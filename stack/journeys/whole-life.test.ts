import { wholeLife } from './whole-life';

test('a person signs up, gets back in, guards the account, is reminded and told, takes their data along, and leaves no trace (must hold 2)', async () => {
  await wholeLife();
}, 240_000);
