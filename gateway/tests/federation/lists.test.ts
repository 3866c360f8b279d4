import { federation } from './suite';
import { crowd } from './supergraphs/lists';

federation(
  'lists',
  crowd,
  [
    ['the same entity many times', '{ same { id size colour } }', { requests: { a: 1, b: 1, c: 1 } }],
    ['each time with its own further fields', '{ same { friends { id size } twin { name colour } } }'],
    ['an empty list asks nobody', '{ none { size colour } }', { requests: { a: 1 } }],
    ['nulls between', '{ nulls { id size } }'],
    ['nulls between, where the field may not be null', '{ nulls { id colour } }'],
    ['lists of lists', '{ nested { id size } }'],
    ['lists of lists of lists', '{ deep { id size colour twin { name } } }'],
    ['entities of different places in one request', '{ pairs { left { size } right { size } group { size } } }'],
    ['lists of lists of values', '{ same { sizes } }'],
    ['lists with nulls of objects', '{ same { parts { name } } }'],
    ['lists in entities in lists in entities', '{ one { box { items { n owner { name box { items { n owner { colour } } } } } } } }'],
    ['friends of friends', '{ one { friends { id friends { id twin { id size } } } } }'],
    ['an error at each of the places of one entity', '{ same { id shy } }', { errors: ['FORBIDDEN', 'FORBIDDEN'] }],
    [
      'an error of what is skipped, which is none',
      'query ($x: Boolean!) { ... @include(if: $x) { same { id twin { ... on One @skip(if: true) { twin { shy } } name } } } }',
      { variables: { x: true } },
    ],
    [
      'an error of what is skipped deeper down',
      '{ one { friends { twin { box { ... on Box @skip(if: true) { ...F } } } } } } fragment F on Box { items { owner { shy } } }',
    ],
    [
      'what is never asked for, beside what is asked for under a condition',
      'query ($x: Boolean!) { pairs { left @skip(if: $x) { parts { name } colour @include(if: false) } } }',
      {
        variables: { x: false },
        instead: {
          c: ({ query }) =>
            query.includes('colour')
              ? { data: null, errors: [{ message: 'Asked for too much.' }] }
              : { data: { _entities: [{ parts: [{ name: 'x' }, null] }, { parts: [] }] } },
        },
      },
    ],
    [
      'an error at two places in different lists',
      '{ nested { shy } pairs { left { shy } group { shy } } }',
      { errors: Array(4).fill('FORBIDDEN') as never },
    ],
    ['the same list under two names', '{ a: same { size } b: same { name friends { colour } } none { id } }'],
  ],
  ['process', 'http'],
);
