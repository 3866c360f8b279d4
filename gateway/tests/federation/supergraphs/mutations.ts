import { refuses, type Supergraph, type Thing } from '../supergraph';

/** Two subgraphs that change things, one after the other; each answer shows how many steps were made before it. */
export const counters: Supergraph = {
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
