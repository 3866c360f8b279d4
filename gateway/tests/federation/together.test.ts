import { ask } from '../kit';
import { aWorldWithFaulty, unavailable } from '../faulty-world';
import { subgraphsOver } from './subgraphs';
import { nameTypes } from './oracle';
import { federation } from './suite';
import { halls } from './supergraphs/together';

const conflicts = (count: number) => Array(count).fill('CONFLICT') as never;
const lost = (count: number) => Array(count).fill('SUBGRAPH_UNAVAILABLE') as never;
const answers = (answer: unknown) => () => answer;
const SIGN_IN = { message: 'Sign in.', extensions: { code: 'UNAUTHENTICATED' } };

federation(
  'entities asked for together',
  halls,
  [
    [
      'in places that ask the same are one request',
      '{ left { good { boxes { size } } } right { good { boxes { size } } } }',
      { requests: { hall: 1, stock: 1 } },
    ],
    [
      'are told of an error at each place where they stand, by its own path',
      '{ left { good { left } } l: left { g: good { left } } right { no good { left } } single { left } }',
      { requests: { hall: 1, stock: 1 }, errors: conflicts(3) },
    ],
    [
      'of which the subgraph answers none leave all places empty, each told',
      '{ left { good { left } } right { good { left } } }',
      {
        instead: { stock: answers({ data: null, errors: [SIGN_IN] }) },
        answer: {
          data: {
            left: [{ good: { left: null } }, { good: { left: null } }],
            right: [{ good: { left: null } }, { good: null }],
          },
          errors: [
            ['left', 0, 'good', 'left'],
            ['left', 1, 'good', 'left'],
            ['right', 0, 'good', 'left'],
          ].map((path) => ({ ...SIGN_IN, path })),
        } as never,
        errors: ['UNAUTHENTICATED', 'UNAUTHENTICATED', 'UNAUTHENTICATED'],
      },
    ],
    [
      'one of which is null and told of, in both places',
      '{ left { good { left } } right { good { left } } }',
      {
        instead: {
          stock: answers({
            data: { _entities: [null, { left: 2 }] },
            errors: [{ message: 'Gone.', path: ['_entities', 0], extensions: { code: 'NOT_FOUND' } }],
          }),
        },
        answer: {
          data: { left: [{ good: { left: null } }, { good: { left: 2 } }], right: [{ good: { left: null } }, { good: null }] },
          errors: [
            ['left', 0, 'good'],
            ['right', 0, 'good'],
          ].map((path) => ({ message: 'Gone.', path, extensions: { code: 'NOT_FOUND' } })),
        } as never,
        errors: ['NOT_FOUND', 'NOT_FOUND'],
      },
    ],
    [
      'with the same variable are one request',
      'query ($town: String) { left { good { sold(in: $town) } } right { good { sold(in: $town) } } }',
      { variables: { town: 'Ulm' }, requests: { hall: 1, stock: 1 } },
    ],
    [
      'with a variable that is left out are one request',
      'query ($town: String) { left { good { sold(in: $town) } } right { good { sold(in: $town) } } }',
      { requests: { hall: 1, stock: 1 } },
    ],
    [
      'with other values for the same argument are not',
      'query ($a: String, $b: String) { left { good { sold(in: $a) } } right { good { sold(in: $b) } } }',
      { variables: { a: 'Ulm', b: 'Aachen' }, requests: { hall: 1, stock: 2 } },
    ],
    [
      'may be fewer, when a condition switches one place off',
      'query ($yes: Boolean!) { left { good { left } } right @include(if: $yes) { good { left } } }',
      { variables: { yes: false }, requests: { hall: 1, stock: 1 }, errors: conflicts(1) },
    ],
    [
      'may be switched off in one place by the field',
      'query ($yes: Boolean!) { left { good { id label left @include(if: $yes) } } right { good { label } } single { left @skip(if: $yes) } }',
      { variables: { yes: true }, errors: conflicts(1) },
    ],
    [
      'of a subgraph that is lost are told of at each place',
      '{ left { good { left } } right { good { left } } single { label } }',
      { down: ['stock'], errors: lost(3) },
    ],
  ],
  ['process', 'http'],
);

federation(
  'a list that names one entity many times',
  halls,
  [
    ['asks for it once', '{ left { goods { boxes { size } } } }', { requests: { hall: 1, stock: 1 } }],
    ['tells of its error at each place', '{ left { no goods { id left } } }', { errors: conflicts(2) }],
    [
      'answers it under each of its names, with what is worked out from it',
      '{ left { goods { a: id left scarce t: label } } right { goods { b: id twin { label left scarce } label } } }',
      { errors: conflicts(2) },
    ],
    ['leads on from it', '{ left { goods { twin { id boxes { size } twin { id label } } } } }'],
    [
      'in the same place of a plan, asked about other things by the types around it',
      '{ people { id ... on Clerk { picks { label } } ... on Guest { picks { boxes { size } sold } } } }',
    ],
    [
      'in the same place of a plan, with different arguments under different names',
      '{ people { ... on Clerk { picks { a: sold(in: "Ulm") label } } ... on Guest { picks { b: sold(in: "Aachen") id } } } }',
    ],
    [
      'in the same place of a plan, with different arguments under one name',
      '{ people { ... on Clerk { picks { sold(in: "Ulm") label } } ... on Guest { picks { sold(in: "Aachen") id } } } }',
    ],
    [
      'in the same place of a plan, with and without an argument, under one alias that is also a key',
      '{ people { ... on Clerk { picks { id: sold(in: "Ulm") } } ... on Guest { picks { id: sold } } } }',
    ],
    [
      'in the same place of a plan, with different fields under one name further down',
      '{ people { ... on Clerk { picks { twin { it: sold label } } } ... on Guest { picks { twin { id it: left twin { it: sold } } } } } }',
    ],
    [
      'in the same place of a plan, with fields of one name in fragments that are used elsewhere too',
      `{ people { ... on Clerk { picks { ...A } } ... on Guest { picks { ...B } } } single { ...B } left { good { ...A } } }
       fragment A on Good { label sold(in: "Ulm") } fragment B on Good { label sold(in: "Aachen") twin { sold } }`,
    ],
    [
      'in the same place of a plan, where a name fails for those who ask for it, and for nobody else',
      '{ people { ... on Clerk { picks { it: sold } } ... on Guest { picks { it: left } } } }',
      { errors: conflicts(1) },
    ],
    [
      'in the same place of a plan, where a name fails for objects of which it was not asked',
      '{ people { ... on Clerk { picks { it: left } } ... on Guest { picks { it: sold } } } }',
    ],
    [
      'whose value may not be null, and is',
      '{ left { no goods { id label } } }',
      {
        instead: { labels: answers({ data: { _entities: [{ label: 'One' }, { label: null }, { label: 'Three' }] } }) },
        answer: {
          data: null,
          errors: [{ message: 'x', path: ['left', 0, 'goods', 1, 'label'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
        } as never,
        errors: ['INTERNAL_SERVER_ERROR'],
      },
    ],
  ],
  ['process', 'http'],
);

test('entities asked for together of a subgraph that is too slow are told of at each place, and only there', async () => {
  const store = { data: halls.data() };
  nameTypes(store.data);
  const world = await aWorldWithFaulty('stock', { callTimeoutMs: 200 }, subgraphsOver(halls, store));
  try {
    world.front.fault = 'frozen';
    const { data, errors } = await ask(world.gateway.url, '{ left { no good { label left } } right { good { left } } }');
    expect(data).toEqual({
      left: [
        { no: 1, good: { label: 'One', left: null } },
        { no: 2, good: { label: 'Two', left: null } },
      ],
      right: [{ good: { left: null } }, { good: null }],
    });
    const places = [
      ['left', 0],
      ['left', 1],
      ['right', 0],
    ];
    expect(errors).toHaveLength(places.length);
    expect(errors).toEqual(expect.arrayContaining(places.map((place) => unavailable('stock', [...place, 'good', 'left']))));
    expect(world.front.count).toBe(1);
  } finally {
    await world.stop();
  }
});
