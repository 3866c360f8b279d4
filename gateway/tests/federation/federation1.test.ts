import { federation } from './suite';
import { old } from './supergraphs/federation1';

federation(
  'Federation 1',
  old,
  [
    ['an extension of an entity', '{ users { name posts { title } } }', { requests: { users: 1, posts: 1 } }],
    ['@provides', '{ posts { author { name } } }', { requests: { posts: 1 } }],
    ['without @provides', '{ posts { editor { name } } }', { requests: { posts: 1, users: 1 } }],
    ['@requires by another key', '{ users { rank } }', { requests: { users: 1, ranks: 1 } }],
    ['an external key that only the owner can translate', '{ posts { author { rank } score } }'],
    ['value types of both', '{ me { address { street town { name } } } posts { home { town { name } } } }'],
    ['beside a subgraph of Federation 2', '{ users { badge posts { tags score } } }'],
    ['aliases that are names of keys', '{ users { login: name id: rank name: login } }'],
    [
      'everything',
      '{ posts { title author { id name rank badge address { street } posts { id } } editor { login rating } score tags } best { author { name } } }',
    ],
  ],
  ['process', 'http'],
);
