import { conditionOf } from './weather-condition';

test.each([
  [0, 'CLEAR'],
  [2, 'PARTLY_CLOUDY'],
  [3, 'CLOUDY'],
  [20, 'UNKNOWN'],
  [48, 'FOG'],
  [55, 'DRIZZLE'],
  [57, 'FREEZING_RAIN'],
  [65, 'RAIN'],
  [67, 'FREEZING_RAIN'],
  [77, 'SNOW'],
  [82, 'SHOWERS'],
  [86, 'SNOW'],
  [99, 'THUNDERSTORM'],
  [-1, 'UNKNOWN'],
  [1000, 'UNKNOWN'],
])('%s is %s', (code, condition) => expect(conditionOf(code)).toBe(condition));
