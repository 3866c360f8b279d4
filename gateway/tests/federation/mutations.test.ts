import { federation } from './suite';
import { refuses, type Supergraph, type Thing } from './supergraph';

const INTERNAL = 'INTERNAL_SERVER_ERROR';

/** Two subgraphs that change things, one after the other; each answer shows how many steps were made before it. */
const counters: Supergraph = {
  subgraphs: {
    a: `
      type Query { counter(id: ID!): Counter }
      type Mutation { add(id: ID!, by: Int! = 1): Counter addSure(id: ID!, by: Int!): Counter! fail: Int failSure: Int! make(input: Make!): Made }
      input Make { id: ID! tags: [String!] = ["new"] }
      union Made = Counter | Taken
      type Taken { by: Counter! reason: String! }
      type Counter @key(fields: "id") { id: ID! value: Int! tags: [String!] }
    `,
    b: `
      type Mutation { double(id: ID!): Counter log: [String!]! }
      type Counter @key(fields: "id") { id: ID! square: Int history: [Int!]! owner: Owner }
      type Owner @key(fields: "id") { id: ID! }
    `,
    c: `type Owner @key(fields: "id") { id: ID! name: String! }`,
  },
  data() {
    const log: string[] = [];
    const owner = { id: 'o', name: 'Olga' };
    const counter = (id: string, value: number, more: object = {}): Thing => ({
      id,
      value,
      tags: null,
      history: [value],
      square: (_: unknown, self: Thing) => (all.find((one) => one.id === self.id)!.value as number) ** 2,
      owner: null,
      ...more,
    });
    const all = [counter('x', 1, { owner }), counter('y', 10)];
    const change = (id: string, to: (value: number) => number): Thing | null => {
      const one = all.find((candidate) => candidate.id === id);
      if (!one) return null;
      one.value = to(one.value as number);
      one.history = [...(one.history as number[]), one.value];
      log.push(`${id}=${String(one.value)}`);
      return { ...one };
    };
    const add = ({ id, by }: { id: string; by: number }) => change(id, (value) => value + by);
    return {
      Query: { counter: ({ id }: { id: string }) => all.find((one) => one.id === id) },
      Mutation: {
        add,
        addSure: add,
        double: ({ id }: { id: string }) => change(id, (value) => value * 2),
        log: () => [...log],
        fail: refuses('CONFLICT'),
        failSure: refuses('CONFLICT'),
        make: ({ input }: { input: { id: string; tags: string[] } }) => {
          const taken = all.find((one) => one.id === input.id);
          if (taken) return { __typename: 'Taken', by: taken, reason: 'taken' };
          const made = counter(input.id, 0, { __typename: 'Counter', tags: input.tags });
          all.push(made);
          return made;
        },
      },
      entities: { Counter: all, Owner: [owner] },
    };
  },
};

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
