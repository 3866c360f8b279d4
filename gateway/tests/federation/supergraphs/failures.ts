import { refuses, type Supergraph, type Thing } from '../supergraph';

export const goods: Supergraph = {
  subgraphs: {
    goods: `
      type Query { goods: [Good!]! good: Good sure: Good! }
      type Good @key(fields: "id") @key(fields: "code") { id: ID! code: String! name: String }
    `,
    stock: `
      type Query { store: Store counted: Int! }
      type Store { open: Boolean! goods: [Good!]! }
      type Good @key(fields: "id") { id: ID! left: Int shelves: [Shelf!]! place: Place }
      type Shelf @key(fields: "no") { no: ID! good: Good }
      type Place { hall: String! door: String }
    `,
    labels: `type Good @key(fields: "code") { code: String! label: String left: Int @external urgent: Boolean @requires(fields: "left") } type Shelf @key(fields: "no") { no: ID! label: String! }`,
  },
  data() {
    const one: Thing = { id: '1', code: 'c1', name: 'one', left: 3, place: { hall: 'A', door: null }, label: 'One', urgent: false };
    const two: Thing = { id: '2', code: 'c2', name: 'two', left: refuses('CONFLICT'), place: null, label: 'Two', urgent: null };
    const shelves = [
      { no: 's1', good: one, label: 'S1' },
      { no: 's2', good: two, label: 'S2' },
    ];
    Object.assign(one, { shelves });
    Object.assign(two, { shelves: [] });
    return {
      Query: { goods: [one, two], good: one, sure: one, store: { open: true, goods: [two, one] }, counted: 2 },
      entities: { Good: [one, two], Shelf: shelves },
    };
  },
};
