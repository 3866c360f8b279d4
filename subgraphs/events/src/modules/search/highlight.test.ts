import { highlightsOf } from './highlight';

test.each<[string, string, [number, number][]]>([
  ['Jazz in the park', 'ja', [[0, 2]]],
  ['Late night jazz', 'JAZ', [[11, 3]]],
  ['Café des langues', 'cafe', [[0, 4]]],
  ['Cafe\u0301 des langues', 'café d', [[0, 7]]],
  ['Straße', 'stras', [[0, 5]]],
  ['🎷 Jazz', 'jazz', [[3, 4]]],
  ['Ninja night', 'ja', []],
  ['Anything', ' ', []],
  ['Jazz', 'jazz in', []],
])('in %j, %j stands at %j', (text, prefix, spans) => {
  expect(highlightsOf(text, prefix).map(({ start, length }) => [start, length])).toEqual(spans);
});
