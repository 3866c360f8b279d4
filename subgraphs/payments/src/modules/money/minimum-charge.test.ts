import { minimumCharge } from './minimum-charge';

test('half a unit, or what processors publish', () => {
  expect([
    minimumCharge('CAD', 2),
    minimumCharge('KWD', 3),
    minimumCharge('KRW', 0),
    minimumCharge('JPY', 0),
    minimumCharge('GBP', 2),
  ]).toEqual([50, 500, 1, 50, 30]);
});
