import { federation } from './suite';
import { refuses, UNKNOWN_TO, type Supergraph, type Thing } from './supergraph';

const crowd: Supergraph = {
  subgraphs: {
    a: `
      type Query { same: [One!]! none: [One!]! nulls: [One] nested: [[One]!] deep: [[[One]]] pairs: [Pair!]! one: One }
      type One @key(fields: "id") { id: ID! name: String }
      type Pair { left: One right: One group: [One!] }
    `,
    b: `type One @key(fields: "id") { id: ID! size: Int sizes: [[Int]] friends: [One] twin: One shy: String box: Box }
        type Box { items: [Item!]! }
        type Item { n: Int owner: One }`,
    c: `type One @key(fields: "id") { id: ID! colour: String! parts: [Part] }
        type Part { name: String }`,
  },
  data() {
    const one: Thing = { id: '1', name: 'one', size: 1, sizes: [[1], [], null], colour: 'red', parts: [{ name: 'x' }, null], shy: 'no' };
    const two: Thing = { id: '2', name: 'two', size: null, sizes: null, colour: 'blue', parts: [], shy: refuses('FORBIDDEN') };
    const lost: Thing = { id: 'lost', name: 'lost', [UNKNOWN_TO]: ['b', 'c'] };
    Object.assign(one, {
      friends: [one, two, null, lost, one],
      twin: two,
      box: {
        items: [
          { n: 1, owner: two },
          { n: 2, owner: one },
        ],
      },
    });
    Object.assign(two, { friends: [], twin: one, box: { items: [] } });
    return {
      Query: {
        same: [one, one, two, one, two],
        none: [],
        nulls: [null, one, null, lost, one],
        nested: [[one, null], [], [two, two]],
        deep: [[[one], null, []], null, [[two, null], [one]]],
        pairs: [
          { left: one, right: one, group: [two, one] },
          { left: null, right: two, group: [] },
          { left: two, right: lost, group: null },
        ],
        one,
      },
      entities: { One: [one, two, lost] },
    };
  },
};

federation(
  'lists',
  crowd,
  [
    ['the same entity many times', '{ same { id size colour } }', { requests: { a: 1, b: 1, c: 1 } }],
    ['each time with its own further fields', '{ same { friends { id size } twin { name colour } } }'],
    ['an empty list asks nobody', '{ none { size colour } }', { requests: { a: 1 } }],
    ['nulls between', '{ nulls { id size } }'],
    ['nulls between, where the field may not be null', '{ nulls { id colour } }', { errors: ['INTERNAL_SERVER_ERROR'] }],
    ['lists of lists', '{ nested { id size } }'],
    ['lists of lists of lists', '{ deep { id size colour twin { name } } }'],
    ['entities of different places in one request', '{ pairs { left { size } right { size } group { size } } }'],
    ['lists of lists of values', '{ same { sizes } }'],
    ['lists with nulls of objects', '{ same { parts { name } } }'],
    ['lists in entities in lists in entities', '{ one { box { items { n owner { name box { items { n owner { colour } } } } } } } }'],
    ['friends of friends', '{ one { friends { id friends { id twin { id size } } } } }'],
    ['an error at each of the places of one entity', '{ same { id shy } }', { errors: ['FORBIDDEN', 'FORBIDDEN'] }],
    [
      'an error at two places in different lists',
      '{ nested { shy } pairs { left { shy } group { shy } } }',
      { errors: Array(4).fill('FORBIDDEN') as never },
    ],
    [
      'the same list under two names',
      '{ a: same { size } b: same { name friends { colour } } none { id } }',
      { errors: ['INTERNAL_SERVER_ERROR', 'INTERNAL_SERVER_ERROR', 'INTERNAL_SERVER_ERROR'] },
    ],
  ],
  ['process', 'http'],
);
