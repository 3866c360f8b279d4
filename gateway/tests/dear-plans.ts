import type { SubgraphPlan } from './kit';

const SUBGRAPHS = Array.from({ length: 6 }, (_, number) => number);

/** Field pairs `p` (a place) and `f` (a number) that a subgraph knows: each is known to several, so that there are many ways to all. */
const known = (subgraph: number) =>
  SUBGRAPHS.filter((pair) => (pair !== subgraph && (pair + subgraph) % 2 === 0) || pair === (subgraph + 1) % SUBGRAPHS.length);

/** A supergraph in which the planner weighs thousands of ways. Its data is always the same place. */
export const crossroads: SubgraphPlan[] = SUBGRAPHS.map((subgraph) => ({
  name: `s${subgraph}`,
  sdl: `
    type Query { start: Place @shareable  number${subgraph}: Int }
    type Place @key(fields: "id") {
      id: ID!
      ${known(subgraph)
        .map((pair) => `f${pair}: Int @shareable p${pair}: Place @shareable`)
        .join('\n')}
    }
  `,
  resolvers: {
    Query: { start: () => ({ id: '1' }), [`number${subgraph}`]: () => subgraph },
    Place: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      ...Object.fromEntries(
        known(subgraph).flatMap((pair) => [
          [`f${pair}`, () => pair],
          [`p${pair}`, () => ({ id: '1' })],
        ]),
      ),
    },
  },
}));

/** Half a second of planning, on the machine on which it was written. A note makes it another operation that is as dear. */
export const dearQuery = (note: string | number = 0): string => {
  const leaves = SUBGRAPHS.map((pair) => `f${pair}`).join(' ');
  const fork = (below: string) => `p0 { ${below} } p1 { ${below} }`;
  return `query Dear${note} { start { ${fork(fork(fork(leaves)))} } }`;
};

/**
 * An interface with many implementations, each of them in two subgraphs but one. Apollo's planner needs a time and memory for its fields that
 * grow with the power of their number (B01, B02 of the public reports).
 */
export function wide(count: number): SubgraphPlan[] {
  const types = (name: (n: number) => string, some: number) => Array.from({ length: some }, (_, n) => name(n)).join('\n');
  const state = () => ({ id: 's', label: 'on' });
  return [
    {
      name: 'a',
      sdl: `type Query { unit: Unit hello: String } interface Unit { id: ID! state: State } type State @key(fields: "id") { id: ID! }
        ${types((n) => `type U${n} implements Unit @key(fields: "id") { id: ID! state: State @shareable }`, count)}`,
      resolvers: { Query: { unit: () => ({ __typename: 'U1', id: 'u', state: state() }) } },
    },
    {
      name: 'b',
      sdl: `type State @key(fields: "id") { id: ID! label: String }
        ${types((n) => `type U${n} @key(fields: "id") { id: ID! state: State @shareable }`, count - 1)}`,
      resolvers: { State: { __resolveReference: state } },
    },
  ];
}

/** Of `wide`: 20 s of Apollo's planner with 16 implementations, more memory than a process may have with 30. */
export const bomb = '{ unit { id state { label } } }';
