import { refuses, type Supergraph, type Thing } from '../supergraph';

/** Goods stand on shelves, often the same ones; what is left of each only the stock knows. */
export const halls: Supergraph = {
  subgraphs: {
    hall: `
      type Query { left: [Shelf!]! right: [Shelf!]! single: Good people: [Person!]! }
      type Shelf { no: Int! good: Good goods: [Good!]! }
      type Good @key(fields: "id") { id: ID! }
      interface Person { id: ID! }
      type Clerk implements Person @key(fields: "id") { id: ID! }
      type Guest implements Person @key(fields: "id") { id: ID! }
    `,
    stock: `
      type Good @key(fields: "id") { id: ID! left: Int sold(in: String): Int twin: Good boxes: [Box!] }
      type Box { size: Int! }
    `,
    labels: `type Good @key(fields: "id") { id: ID! label: String! left: Int @external scarce: Boolean @requires(fields: "left") }`,
    staff: `type Clerk @key(fields: "id") { id: ID! picks: [Good!] } type Good @key(fields: "id", resolvable: false) { id: ID! }`,
    visits: `type Guest @key(fields: "id") { id: ID! picks: [Good!] } type Good @key(fields: "id", resolvable: false) { id: ID! }`,
  },
  data() {
    const sold = ({ in: town }: { in?: string }) => (town ?? 'everywhere').length;
    const one: Thing = { id: '1', left: 3, sold, label: 'One', scarce: false, boxes: [{ size: 1 }, { size: 2 }] };
    const two: Thing = { id: '2', left: refuses('CONFLICT'), sold, label: 'Two', scarce: null, boxes: null };
    const three: Thing = { id: '3', left: null, sold, label: 'Thr\u00eae "3"\n\u2028\ud83d\ude00', scarce: true, boxes: [] };
    Object.assign(one, { twin: three });
    Object.assign(two, { twin: null });
    Object.assign(three, { twin: one });
    const clerk: Thing = { __typename: 'Clerk', id: 'c', picks: [one, three] };
    const guest: Thing = { __typename: 'Guest', id: 'g', picks: [one, one, two] };
    return {
      Query: {
        left: [
          { no: 1, good: one, goods: [one, two, one] },
          { no: 2, good: two, goods: [two, three] },
        ],
        right: [
          { no: 3, good: one, goods: [three] },
          { no: 4, good: null, goods: [one, one] },
        ],
        single: two,
        people: [clerk, guest],
      },
      entities: {
        Good: [one, two, three],
        Clerk: [clerk],
        Guest: [guest],
      },
    };
  },
};
