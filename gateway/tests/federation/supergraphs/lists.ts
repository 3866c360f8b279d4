import { refuses, type Supergraph, type Thing, UNKNOWN_TO } from '../supergraph';

export const crowd: Supergraph = {
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
