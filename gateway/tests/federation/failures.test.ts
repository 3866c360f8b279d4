import { federation } from './suite';
import { goods } from './supergraphs/failures';

const lost = (count: number) => Array(count).fill('SUBGRAPH_UNAVAILABLE') as never;
const INTERNAL = 'INTERNAL_SERVER_ERROR';

federation(
  'a subgraph that is lost',
  goods,
  [
    ['costs its own fields', '{ goods { id name left } }', { down: ['stock'], errors: lost(2) }],
    ['under their aliases, each told', '{ g: goods { n: name l: left p: place { hall } } }', { down: ['stock'], errors: lost(4) }],
    ['with what hangs on them', '{ goods { name shelves { no label } } other: goods { id } }', { down: ['stock'], errors: lost(1) }],
    ['its root fields', '{ store { open } good { name } }', { down: ['stock'], errors: lost(1) }],
    ['a root field that may not be null, and with it all', '{ counted good { name } }', { down: ['stock'], errors: lost(1) }],
    [
      'what it would have led to',
      '{ store { goods { name label } } }',
      {
        down: ['goods'],
        answer: {
          data: {
            store: {
              goods: [
                { name: null, label: null },
                { name: null, label: null },
              ],
            },
          },
          // What was fetched only to reach a third subgraph has no place in the response; the field beside it tells enough.
          errors: [0, 1].map((at) => ({ message: '', path: ['store', 'goods', at, 'name'], extensions: { code: 'SUBGRAPH_UNAVAILABLE' } })),
        },
        errors: lost(2),
      },
    ],
    [
      'the way to what was asked for',
      '{ store { goods { label } } }',
      {
        down: ['goods'],
        answer: {
          data: { store: { goods: [{ label: null }, { label: null }] } },
          errors: [0, 1].map((at) => ({ message: '', path: ['store', 'goods', at], extensions: { code: 'SUBGRAPH_UNAVAILABLE' } })),
        },
        errors: lost(2),
      },
    ],
    ['the first of all', '{ goods { name left label } }', { down: ['goods'], errors: lost(1) }],
    ['two of them', '{ goods { name left label } }', { down: ['stock', 'labels'], errors: lost(4) }],
    ['all of them', '{ good { name left } store { open } }', { down: ['goods', 'stock', 'labels'], errors: lost(2) }],
    ['not where it is not needed', '{ goods { name label } }', { down: ['stock'] }],
    ['not where it is skipped', 'query ($s: Boolean!) { goods { name left @skip(if: $s) } }', { down: ['stock'], variables: { s: true } }],
    ['in a fragment', 'query { goods { ...G } } fragment G on Good { id where: place { hall } }', { down: ['stock'], errors: lost(2) }],
    [
      'a field that may not be null takes its object along',
      '{ good { name shelves { no } } sure { name place { hall } } }',
      { down: ['stock'], errors: lost(2) },
    ],
  ],
  ['process'],
);

const answers = (answer: unknown) => () => structuredClone(answer);

federation('a subgraph that answers in part', goods, [
  ['its nulls are nulls and its errors are told', '{ goods { name left place { hall } } }', { errors: ['CONFLICT'] }],
  [
    'an error without a path',
    '{ goods { name left } }',
    {
      instead: {
        stock: answers({ data: { _entities: [{ left: 1 }, null] }, errors: [{ message: 'No.', extensions: { code: 'NOT_FOUND' } }] }),
      },
      answer: {
        data: {
          goods: [
            { name: 'one', left: 1 },
            { name: 'two', left: null },
          ],
        },
        errors: [0, 1].map((at) => ({ message: 'No.', path: ['goods', at, 'left'], extensions: { code: 'NOT_FOUND' } })),
      },
      errors: ['NOT_FOUND', 'NOT_FOUND'],
    },
  ],
  [
    'errors and no data',
    '{ goods { name left } }',
    {
      instead: { stock: answers({ errors: [{ message: 'Sign in.', extensions: { code: 'UNAUTHENTICATED' } }] }) },
      answer: {
        data: {
          goods: [
            { name: 'one', left: null },
            { name: 'two', left: null },
          ],
        },
        errors: [0, 1].map((at) => ({ message: 'Sign in.', path: ['goods', at, 'left'], extensions: { code: 'UNAUTHENTICATED' } })),
      },
      errors: ['UNAUTHENTICATED', 'UNAUTHENTICATED'],
    },
  ],
  [
    'an error about one entity',
    '{ goods { name left place { door } } }',
    {
      instead: {
        stock: answers({
          data: { _entities: [null, { left: 2, place: null }] },
          errors: [{ message: 'Gone.', path: ['_entities', 0], extensions: { code: 'NOT_FOUND' } }],
        }),
      },
      answer: {
        data: {
          goods: [
            { name: 'one', left: null, place: null },
            { name: 'two', left: 2, place: null },
          ],
        },
        errors: [{ message: 'Gone.', path: ['goods', 0], extensions: { code: 'NOT_FOUND' } }],
      },
      errors: ['NOT_FOUND'],
    },
  ],
  [
    'too few entities',
    '{ goods { name left } }',
    {
      instead: { stock: answers({ data: { _entities: [{ left: 1 }] } }) },
      answer: {
        data: {
          goods: [
            { name: 'one', left: null },
            { name: 'two', left: null },
          ],
        },
        errors: [0, 1].map((at) => ({ message: '', path: ['goods', at, 'left'] })),
      },
      errors: [INTERNAL, INTERNAL],
    },
  ],
  [
    'values of another type',
    '{ goods { name left place { hall } } }',
    {
      instead: {
        stock: answers({
          data: {
            _entities: [
              { left: '3', place: 'here' },
              { left: 1.5, place: [{ hall: 'A' }] },
            ],
          },
        }),
      },
      answer: {
        data: {
          goods: [
            { name: 'one', left: null, place: null },
            { name: 'two', left: null, place: null },
          ],
        },
        errors: [0, 1].flatMap((at) => ['left', 'place'].map((field) => ({ message: '', path: ['goods', at, field] }))),
      },
      errors: [INTERNAL, INTERNAL, INTERNAL, INTERNAL],
    },
  ],
  [
    'an object for a list and a list for an object',
    '{ good { name shelves { no } } store { open goods { id } } }',
    {
      instead: {
        stock: ({ query }) => ({
          data: query.includes('_entities') ? { _entities: [{ shelves: { no: 1 } }] } : { store: [{ open: true }] },
        }),
      },
      answer: {
        data: { good: null, store: null },
        errors: [
          { message: '', path: ['good', 'shelves'] },
          { message: '', path: ['store'] },
        ],
      },
      errors: [INTERNAL, INTERNAL],
    },
  ],
  [
    'more than was asked',
    '{ goods { name left } }',
    {
      instead: {
        stock: answers({
          data: {
            _entities: [
              { left: 1, name: 'stolen', place: { hall: 'x' } },
              { left: 2, id: 'other', __proto__: null },
            ],
            extra: 1,
          },
          extensions: { secret: 1 },
        }),
      },
      answer: {
        data: {
          goods: [
            { name: 'one', left: 1 },
            { name: 'two', left: 2 },
          ],
        },
      },
    },
  ],
  [
    'nothing at all',
    '{ goods { name left } good { id } }',
    {
      instead: { stock: answers({ data: null }) },
      answer: {
        data: {
          goods: [
            { name: 'one', left: null },
            { name: 'two', left: null },
          ],
          good: { id: '1' },
        },
        errors: [
          { message: '', path: ['goods', 0, 'left'] },
          { message: '', path: ['goods', 1, 'left'] },
        ],
      },
      errors: [INTERNAL, INTERNAL],
    },
  ],
  [
    'an error whose path leads nowhere',
    '{ good { name left } }',
    {
      instead: {
        stock: answers({
          data: { _entities: [{ left: null }] },
          errors: [{ message: 'Odd.', path: ['_entities', 7, 'left'], extensions: { code: 'CONFLICT' } }],
        }),
      },
      answer: {
        data: { good: { name: 'one', left: null } },
        errors: [{ message: 'Odd.', path: ['good', 'left'], extensions: { code: 'CONFLICT' } }],
      },
      errors: ['CONFLICT'],
    },
  ],
]);
