import { folded } from './user-fold';

it.each([
  ['José  Núñez', 'jose nunez'],
  ['STRAẞE Große', 'strasse grosse'],
  ['Øyvind Łukasz', 'oyvind lukasz'],
  ['王伟', '王伟'],
  ['ＦＵＬＬ', 'full'],
  ["O'Brien-Smith", 'o brien smith'],
  ['İstanbul', 'istanbul'],
  ['🎷', ''],
])('%s is searched for as %s', (name, as) => expect(folded(name)).toBe(as));
