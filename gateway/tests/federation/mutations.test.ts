import { federation } from './suite';
import { counters } from './supergraphs/mutations';

const INTERNAL = 'INTERNAL_SERVER_ERROR';

federation(
  'mutations',
  counters,
  [
    ['one field', 'mutation { add(id: "x") { id value } }', { requests: { a: 1 } }],
    ['one after the other in one subgraph', 'mutation { one: add(id: "x", by: 2) { value } two: add(id: "x", by: 3) { value } log }'],
    [
      'one after the other between subgraphs',
      'mutation { a: add(id: "x", by: 2) { value } b: double(id: "x") { id history } c: add(id: "x", by: 1) { value } d: double(id: "x") { history } log }',
    ],
    ['in the order of the document', 'mutation { d: double(id: "x") { history } a: add(id: "x", by: 4) { value } log }'],
    [
      'what they answer leads on',
      'mutation { add(id: "y") { value history owner { name } } double(id: "x") { value tags owner { name } } }',
    ],
    [
      'an answer that leads on is read before the next change',
      'mutation { a: add(id: "x") { value square } b: add(id: "x") { value square } }',
    ],
    [
      'a union of outcomes',
      'mutation ($i: Make!) { make(input: $i) { __typename ... on Counter { id tags square } ... on Taken { reason by { id history } } } }',
      { variables: { i: { id: 'z' } } },
    ],
    [
      'the other outcome',
      'mutation ($i: Make!) { make(input: $i) { __typename ... on Counter { id tags } ... on Taken { reason by { id history } } } }',
      { variables: { i: { id: 'x', tags: [] } } },
    ],
    [
      'one that is refused does not stop the next',
      'mutation { add(id: "x") { value } fail double(id: "x") { history } log }',
      { errors: ['CONFLICT'] },
    ],
    ['one that answers null', 'mutation { add(id: "nobody") { value history } log }'],
    [
      'in fragments',
      'mutation { ...M double(id: "x") { ...C } log } fragment M on Mutation { add(id: "x", by: 5) { ...C } } fragment C on Counter { id history }',
    ],
    [
      'skipped ones change nothing',
      'mutation ($s: Boolean!) { add(id: "x") @skip(if: $s) { value } double(id: "x") @include(if: $s) { history } log }',
      { variables: { s: true } },
    ],
    [
      'defaults and variables',
      'mutation ($by: Int! = 7, $id: ID!) { add(id: $id, by: $by) { value history } plain: add(id: $id) { value } }',
      { variables: { id: 'x' } },
    ],
    ['only a type name', 'mutation { __typename }', { requests: {} }],
    ['a null where none may be', 'mutation { addSure(id: "nobody", by: 1) { value } }', { errors: [INTERNAL] }],
  ],
  ['process', 'http'],
);
