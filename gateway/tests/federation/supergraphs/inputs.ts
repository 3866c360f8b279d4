import type { Supergraph } from '../supergraph';

/** Answers what a resolver was given, so that what travels shows. */
const told = (args: unknown) => JSON.stringify(args);

export const inputs: Supergraph = {
  subgraphs: {
    a: `
      type Query {
        echo(int: Int, float: Float, text: String, id: ID, flag: Boolean, list: [Int!], lists: [[String]], kind: Kind, filter: Filter, filters: [Filter!]): String
        defaults(int: Int = 5, text: String = "x\\n\\"y\\"", list: [Int] = [1, null], kind: Kind = TWO, filter: Filter = { text: "f", inner: { kind: ONE } }): String
        sure(id: ID!, filter: Filter! = { text: "given" }): String
        json(any: Json): Json
        things: [Thing!]!
      }
      enum Kind { ONE TWO THREE }
      scalar Json
      input Filter { text: String inner: Inner list: [Inner!] onlyA: Int max: Int = 10 }
      input Inner { kind: Kind texts: [String!] inner: Inner }
      enum Mood { GOOD FAIR }
      type Thing @key(fields: "id") { id: ID! mood: Mood }
    `,
    b: `
      enum Kind { ONE TWO FOUR }
      input Filter { text: String inner: Inner list: [Inner!] onlyB: String max: Int = 10 }
      input Inner { kind: Kind texts: [String!] inner: Inner }
      type Thing @key(fields: "id") { id: ID! told(filter: Filter, kind: Kind = ONE, ids: [ID!]): String match(text: String = "default"): String accept(kind: Kind): Boolean moods: [Mood!] }
      enum Mood { FAIR BAD }
    `,
  },
  data() {
    const things = ['GOOD', 'FAIR', null].map((mood, index) => ({
      id: String(index),
      mood,
      moods: ['FAIR', 'BAD'],
      told,
      match: told,
      accept: () => true,
    }));
    return {
      Query: { echo: told, defaults: told, sure: told, json: ({ any }: { any: unknown }) => any, things },
      entities: { Thing: things },
    };
  },
};
