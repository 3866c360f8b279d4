import { readRoute, writeRoute } from './public-route-setting';

const HOOK = { subgraph: 'payments', methods: ['POST'], maxBodyBytes: 65_536, raw: true, perMinute: 60 };

test.each([
  ['/.well-known/jwks.json=users', '/.well-known/jwks.json', 'users'],
  ['POST /hooks/processor=payments;body=65536;raw;rate=60', '/hooks/processor', HOOK],
  [
    'GET|HEAD /calendars/*=events;body=0;rate=30',
    '/calendars/*',
    { subgraph: 'events', methods: ['GET', 'HEAD'], maxBodyBytes: 0, raw: false, perMinute: 30 },
  ],
] as const)('%s is a route, and is written as it is read', (text, path, route) => {
  expect(readRoute(text)).toEqual([path, route]);
  expect(writeRoute(path, route)).toBe(text);
});

test.each([
  ['a path that begins elsewhere', 'hooks=payments'],
  ['no subgraph', '/hooks='],
  ['no path', '=payments'],
  ['limits without a method', '/hooks=payments;rate=5'],
  ['a method that nobody knows', 'TRACE /hooks=payments;rate=5'],
  ['no rate', 'POST /hooks=payments;body=5'],
  ['a rate of nothing', 'POST /hooks=payments;rate=0'],
  ['a number that is none', 'POST /hooks=payments;body=64kB;rate=5'],
  ['a word that nobody knows', 'POST /hooks=payments;rate=5;signed'],
  ['a star in the middle', 'GET /a/*/b=events;rate=5'],
])('%s is none', (_title, text) => expect(readRoute(text)).toBeNull());
