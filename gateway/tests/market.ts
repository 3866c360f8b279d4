import type { SubgraphPlan } from './kit';

const THINGS = Array.from({ length: 200 }, (_, at) => ({ id: `t${at}`, name: `thing ${at}` }));

/** A supergraph whose SDL says what its parts cost and which mutations are sensitive. */
export function aMarket(): { plans: SubgraphPlan[]; signIns: string[]; soon: ((name: string) => void)[] } {
  const signIns: string[] = [];
  const soon: ((name: string) => void)[] = [];
  return {
    signIns,
    soon,
    plans: [
      {
        name: 'market',
        sdl: `
          extend schema
            @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@cost", "@listSize", "@composeDirective"])
            @link(url: "https://specs.market.test/limits/v1.0", import: ["@sensitive"])
            @composeDirective(name: "@sensitive")
          directive @sensitive on FIELD_DEFINITION
          type Query {
            things(first: Int = 20): [Thing!]! @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)
            dear: Int @cost(weight: 900)
            slow: String
          }
          type Mutation {
            signIn(name: String): Boolean @sensitive
            pay(amount: Int): Boolean @sensitive
            rename(id: ID, name: String): Thing
          }
          type Subscription { thingMade(first: Int): Thing  things(first: Int!): [Thing!]! @listSize(slicingArguments: ["first"]) }
          type Thing @key(fields: "id") { id: ID! name: String parts(first: Int = 10): [Thing!]! @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false) }
        `,
        resolvers: {
          Query: {
            things: (_: unknown, { first }: { first: number }) => THINGS.slice(0, Math.min(first, 7)),
            dear: () => 1,
            slow: () => new Promise<string>((resolve) => soon.push(resolve)),
          },
          Mutation: {
            signIn: (_: unknown, { name }: { name?: string }) => signIns.push(name ?? ''),
            pay: () => true,
            rename: () => THINGS[0],
          },
          Subscription: {
            thingMade: {
              async *subscribe() {
                yield { thingMade: THINGS[0] };
              },
            },
            things: {
              async *subscribe() {
                yield { things: THINGS.slice(0, 2) };
              },
            },
          },
          Thing: { parts: () => THINGS.slice(0, 3), __resolveReference: ({ id }: { id: string }) => THINGS.find((one) => one.id === id) },
        },
      },
    ],
  };
}
