import { doorDecides } from './door-window';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const event = { startsAt: new Date(100 * HOUR), endsAt: new Date(103 * HOUR) };
const at = (ms: number) => doorDecides(event, new Date(ms), { before: 6, after: 6 });

test('the door decides from ten minutes before it opens until ten minutes after it closes', () => {
  expect([at(94 * HOUR - 10 * MINUTE - 1), at(94 * HOUR - 10 * MINUTE)]).toEqual([false, true]);
  expect([at(109 * HOUR + 10 * MINUTE - 1), at(109 * HOUR + 10 * MINUTE)]).toEqual([true, false]);
});
