import { required, type Supergraph, type Thing } from '../supergraph';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.8", import: ["@key", "@external", "@shareable", "@context", "@fromContext"])`;

/** People speak different languages and pay in different money; what they own is priced by whose it is. */
export const owners: Supergraph = {
  subgraphs: {
    people: `${LINK}
      type Query { people: [Person!]! firms: [Firm!]! }
      type Person @key(fields: "id") { id: ID! money: String purse: Purse! friends: [Person!]! lists: [[Purse]!] }
      type Firm @key(fields: "id") { id: ID! money: String }
      type Purse @key(fields: "no") { no: ID! size: Int }
    `,
    banks: `${LINK}
      type Person @key(fields: "id") @context(name: "owner") { id: ID! money: String @external language: String purses: [Purse!]! }
      type Firm @key(fields: "id") @context(name: "owner") { id: ID! money: String @external language: String till: Till }
      type Till { purse: Purse note: String }
      type Purse @key(fields: "no") {
        no: ID!
        worth(round: Int = 1, money: String @fromContext(field: "$owner { money }")): String
        greeting(language: String @fromContext(field: "$owner { language }"), money: String @fromContext(field: "$owner { money }")): String
      }
    `,
  },
  data() {
    /** In the plain schema a purse knows its owner by itself; no subgraph declares that. */
    const purse = (no: string, owner: () => Thing, size: number | null = 1): Thing => ({
      no,
      size,
      owner,
      worth: ({ round, money }: { round: number; money?: string | null }, self: Thing) =>
        `${no}:${String(money ?? ofOwner(self, 'money'))}:${round}`,
      greeting: ({ language, money }: { language?: string; money?: string }, self: Thing) =>
        `${String(language ?? ofOwner(self, 'language'))}/${String(money ?? ofOwner(self, 'money'))}`,
    });
    const ofOwner = (self: Thing, field: string) => (self.owner ? (required(self, 'owner') as Thing)[field] : null);
    const ann: Thing = { id: 'ann', money: 'EUR', language: 'de' };
    const bob: Thing = { id: 'bob', money: null, language: 'en' };
    const cyd: Thing = { id: 'cyd', money: 'EUR', language: 'en' };
    const acme: Thing = { id: 'acme', money: 'USD', language: 'fr' };
    const purses = [ann, bob, cyd, acme].map((owner, index) => purse(String(index), () => owner));
    const more = [ann, ann, bob].map((owner, index) => purse(`m${index}`, () => owner, null));
    const set = (person: Thing, index: number, friends: Thing[]) =>
      Object.assign(person, { purse: purses[index], purses: [purses[index]], friends });
    set(ann, 0, [bob, cyd]);
    set(bob, 1, []);
    set(cyd, 2, [ann]);
    ann.lists = [[more[0], null], [more[1]]];
    bob.lists = [[], [more[2]]];
    acme.till = { purse: purses[3], note: 'open' };
    return {
      Query: { people: [ann, bob, cyd], firms: [acme] },
      entities: { Person: [ann, bob, cyd], Firm: [acme], Purse: [...purses, ...more] },
    };
  },
};
