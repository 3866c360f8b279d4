import { chooseEncoding } from './compression';

test.each<[string | undefined, string | null]>([
  [undefined, null],
  ['', null],
  ['identity', null],
  ['deflate', null],
  ['gzip', 'gzip'],
  ['gzip, deflate, br', 'br'],
  ['br;q=0.5, gzip', 'gzip'],
  ['br;q=0, gzip;q=0', null],
  ['*', 'br'],
  ['*;q=0', null],
  ['br;q=0, *', 'gzip'],
  ['GZIP;Q=1', 'gzip'],
  ['gzip;q=0.5, identity', null],
  ['gzip;q=nonsense', null],
])('accept-encoding %s gives %s', (accepted, encoding) => expect(chooseEncoding(accepted)).toBe(encoding));
