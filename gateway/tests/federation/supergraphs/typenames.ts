import type { Supergraph, Thing } from '../supergraph';

export const forest: Supergraph = {
  subgraphs: {
    a: `
      "What may be asked."
      type Query { tree: Tree! trees: [Tree] plant: Plant plants: [Plant!]! any: [Any] dig(depth: Depth = { metres: 2 }): Int @deprecated(reason: "no spade") }
      type Mutation { grow: Tree }
      interface Plant { id: ID! }
      type Tree implements Plant @key(fields: "id") { id: ID! "In metres." height: Float root: Root }
      type Bush implements Plant { id: ID! }
      type Root { deep: Boolean }
      union Any = Tree | Root
      input Depth { metres: Int! = 1 feet: [Int!] }
    `,
    b: `
      type Tree @key(fields: "id") { id: ID! birds: [Bird!] season: Season }
      type Bird { name: String nest: Nest }
      type Nest { tree: Tree eggs: Int }
      enum Season { SPRING "Hot." SUMMER AUTUMN @deprecated WINTER }
    `,
  },
  data() {
    const oak: Thing = { id: 'oak', height: 30.5, root: { __typename: 'Root', deep: true }, season: 'SPRING' };
    oak.birds = [{ name: 'Finch', nest: { tree: oak, eggs: 2 } }];
    const bush = { __typename: 'Bush', id: 'bush' };
    return {
      Query: { tree: oak, trees: [oak, null], plant: bush, plants: [bush, oak], any: [oak.root, oak], dig: () => 1 },
      Mutation: { grow: oak },
      entities: { Tree: [oak] },
    };
  },
};
