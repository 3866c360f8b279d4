import type { FetchNode } from '@apollo/query-planner';
import { buildSchema, OperationTypeNode } from 'graphql';
import { withoutImpossibleFragments } from './impossible-fragments';

const schema = buildSchema(`
  type Query { users: [User!]! anyone: Account }
  interface Account { name: String }
  type User implements Account { name: String }
  type Bot implements Account { name: String }
`);

test.each([
  ['{users{...on Bot{name} name}}', '{users{name}}'],
  ['{users{...on Account{name ...on Bot{name}}}}', '{users{...on Account{name...on Bot{name}}}}'],
  ['{anyone{...on Bot{name}}}', '{anyone{...on Bot{name}}}'],
  ['{_entities(representations:[]){...on User{...on Bot{name} name}}}', '{_entities(representations:[]){...on User{name}}}'],
])('%s', (operation, expected) => {
  const fetch: FetchNode = { kind: 'Fetch', serviceName: 'a', operation, operationName: undefined, operationKind: OperationTypeNode.QUERY };
  expect(withoutImpossibleFragments(fetch, schema).operation.replace(/\s*\.\.\./g, '...')).toBe(expected.replace(/\s*\.\.\./g, '...'));
});
