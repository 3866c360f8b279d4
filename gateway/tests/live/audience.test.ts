import { silentLogger } from '@marquee/platform';
import { Engine } from '../../src/operation/engine';
import { completeSettings } from '../../src/settings';
import { loadSupergraph } from '../../src/supergraph/supergraph';
import { InProcessTransport } from '../../src/transport/in-process';
import { Metrics } from '../../src/watching/metrics';
import { aSubgraph, compose, type SubgraphPlan } from '../kit';
import { cacheLinks, liveLinks } from './chat';

const PRIVATE = '@cacheControl(scope: PRIVATE)';

const PLANS: SubgraphPlan[] = [
  {
    name: 'feed',
    sdl: `${liveLinks()}
      type Query { feed: Int }
      type Subscription { posted(room: ID!): Post! @live(covers: ["Post.text"]) mine: Diary! @live }
      type Post implements Item @key(fields: "id") {
        id: ID!
        text: String ${PRIVATE}
        liked: Boolean ${PRIVATE}
        title: String
        about: Item
        subject: Subject
        author: Person!
        diary: Diary
        diaries: [Diary!]!
        extract: Diary @cacheControl(scope: PUBLIC)
        digest: Diary @cacheControl(maxAge: 60)
        drawer: Drawer
        place: Place
      }
      interface Item { id: ID! title: String seen: Boolean ${PRIVATE} }
      extend type Post { seen: Boolean }
      type Poll implements Item { id: ID! title: String ${PRIVATE} seen: Boolean }
      union Subject = Person | Diary
      interface Drawer { id: ID! }
      type Chest implements Drawer ${PRIVATE} { id: ID! }
      type Shelf implements Drawer { id: ID! }
      type Diary ${PRIVATE} { day: String words: [Word!] }
      type Word { letters: String }
      type Person @key(fields: "id") { id: ID! }
      interface Place @key(fields: "id") { id: ID! name: String }
      type Hall implements Place @key(fields: "id") { id: ID! name: String }
    `,
    resolvers: {},
  },
  {
    name: 'people',
    sdl: `${cacheLinks}
      type Query { people: Int }
      type Person @key(fields: "id") { id: ID! name: String memo: String ${PRIVATE} friend: Person nick: String @shareable ${PRIVATE} }
    `,
    resolvers: {},
  },
  {
    name: 'nicknames',
    sdl: `${cacheLinks} type Query { names: Int } type Person @key(fields: "id") { id: ID! nick: String @shareable }`,
    resolvers: {},
  },
  {
    name: 'visits',
    sdl: `${cacheLinks}
      type Query { visits: Int }
      type Place @key(fields: "id") @interfaceObject { id: ID! visits: Int visited: Boolean ${PRIVATE} }
    `,
    resolvers: {},
  },
];

const settings = completeSettings();
const metrics = new Metrics();
const engine = new Engine({
  supergraph: loadSupergraph(compose(PLANS), { planning: settings.planning, logger: silentLogger, metrics }),
  transports: new Map(PLANS.map((plan) => [plan.name, new InProcessTransport(aSubgraph(plan), settings.callTimeoutMs)])),
  limits: settings.limits,
  timeoutMs: settings.operationTimeoutMs,
  metrics,
  logger: silentLogger,
});

const audienceOf = async (document: string) => (await engine.prepare(document)).live!.audience;
const ofPost = (selection: string, fragments = '') => audienceOf(`subscription { posted(room: 1) { ${selection} } } ${fragments}`);

describe('an event with fields that are PRIVATE is for its viewer alone', () => {
  test.each([
    ['at the top', '{ id liked }'],
    ['beside one that the stream covers', '{ text liked }'],
    ['under an alias', '{ isGood: liked }'],
    ['even if it is left out', '{ id liked @skip(if: true) }'],
    ['of another subgraph', '{ author { memo } }'],
    ['as one of several subgraphs says', '{ author { nick } }'],
    ['deep in what others add', '{ author { name friend { friend { friend { memo } } } } }'],
    ['by the type that is answered', '{ diary { day } }'],
    ['by the type in a list', '{ diaries { words { letters } } }'],
    ['by a type that says more than how long it may be kept', '{ digest { day } }'],
    ['by a type that an interface may be', '{ drawer { id } }'],
    ['by a type of a union', '{ subject { ... on Diary { day } } }'],
    ['in an inline fragment without a type', '{ id ... @include(if: true) { ... { liked } } }'],
    ['in one type of an interface', '{ about { title } }'],
    ['in a type that is one of an interface', '{ about { ... on Poll { title } } }'],
    ['as an interface says', '{ about { seen } }'],
    ['as the interface of the type says', '{ seen }'],
    ['as the interface of another type says', '{ about { ... on Poll { seen } } }'],
    ['that is added to an interface', '{ place { visited } }'],
    ['that is added to an interface, asked of one of its types', '{ place { ... on Hall { visited } } }'],
  ])('%s: %s', async (_where, selection) => {
    expect(await ofPost(selection.slice(1, -1))).toBe('viewer');
  });

  test('in fragments of fragments', async () => {
    const fragments = `
      fragment One on Post { author { ...Two } }
      fragment Two on Person { friend { ...Three } }
      fragment Three on Person { memo }
    `;
    expect(await ofPost('...One', fragments)).toBe('viewer');
    expect(await ofPost('author { ...Two }', fragments.replace('fragment One on Post { author { ...Two } }', ''))).toBe('viewer');
  });

  test('when the stream itself answers what is PRIVATE', async () => {
    expect(await audienceOf('subscription { mine { day } }')).toBe('viewer');
    expect(await audienceOf('subscription { ... on Subscription { mine { __typename } } }')).toBe('viewer');
  });
});

test.each(['id title', 'author { id name friend { name } }', '__typename extract { day }', 'about { id } place { id name visits }'])(
  'an event without any is for all who may have the stream: %s',
  async (selection) => {
    expect(await ofPost(selection)).toBe('admitted');
  },
);

test.each(['text', 'id author { name } ... on Post { t: text }'])(
  'an event with none but those that the stream covers is for all whom its owner does not set apart: %s',
  async (selection) => {
    expect(await ofPost(selection)).toBe('not apart');
  },
);
