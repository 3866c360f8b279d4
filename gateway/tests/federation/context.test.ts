import { federation } from './suite';
import { required, type Supergraph, type Thing } from './supergraph';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.8", import: ["@key", "@external", "@shareable", "@context", "@fromContext"])`;

/** People speak different languages and pay in different money; what they own is priced by whose it is. */
const owners: Supergraph = {
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

federation('contextual arguments', owners, [
  ['from the object above', '{ people { id purse { no worth } } }'],
  [
    'beside an ordinary argument',
    'query ($r: Int) { people { purse { worth(round: $r) fine: worth(round: 100) } } }',
    { variables: { r: 10 } },
  ],
  ['from the object that the fetch itself begins at', '{ people { purses { worth } } }'],
  ['two contexts of one field', '{ people { purse { greeting } } }'],
  ['of one field under two names', '{ people { purse { a: greeting b: worth greeting } } }'],
  ['through lists of lists', '{ people { lists { worth } } }'],
  ['deeper down, each from its nearest', '{ people { friends { purse { worth } friends { purse { greeting } } } } }'],
  ['an alias that is the name of the context', '{ people { money: id purse { worth } } }'],
  ['beside the context itself', '{ people { cash: money purse { worth } money language } }'],
  ['another type that sets the same context', '{ firms { till { note purse { worth size } } } }'],
  ['two ways to the same field', '{ firms { till { purse { greeting } } } people { purse { greeting } } }'],
  ['where equal contexts share a request', '{ people { purse { worth } } }', { requests: { people: 1, banks: 2 } }],
  [
    'the subgraph is lost',
    '{ people { id purse { no worth } } }',
    { down: ['banks'], errors: Array(3).fill('SUBGRAPH_UNAVAILABLE') as never },
  ],
]);
