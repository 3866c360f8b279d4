import { placeOfRedis } from './place';

test('one server, with account, database and encryption', () => {
  expect(placeOfRedis('rediss://ada:p%40ss@cache.test:6380/2')).toEqual({
    isCluster: false,
    nodes: [{ host: 'cache.test', port: 6380 }],
    account: { username: 'ada', password: 'p@ss', db: 2, tls: {} },
  });
  expect(placeOfRedis('redis://[::1]')).toEqual({ isCluster: false, nodes: [{ host: '::1', port: 6379 }], account: {} });
});

test('a cluster, by one node or several', () => {
  expect(placeOfRedis('redis://a:7000?cluster')).toMatchObject({ isCluster: true, nodes: [{ host: 'a', port: 7000 }] });
  expect(placeOfRedis('redis://:secret@a:7000?cluster=b:7001,c')).toEqual({
    isCluster: true,
    nodes: [
      { host: 'a', port: 7000 },
      { host: 'b', port: 7001 },
      { host: 'c', port: 6379 },
    ],
    account: { password: 'secret' },
  });
});
