import { federation } from './suite';
import { positions } from './supergraphs/nulls';

const INTERNAL = 'INTERNAL_SERVER_ERROR';

federation(
  'nulls',
  positions,
  [
    ['where null may be', '{ root { maybe cell { maybe label } } cells { maybe } }'],
    ['a null takes its object with it', '{ root { name bad } }', { errors: [INTERNAL] }],
    ['and the whole answer, where nothing may be null', '{ rootSure { bad } }', { errors: [INTERNAL] }],
    ['but only up to the first that may', '{ rootSure { name cell { id sure } } cells { sure } }', { errors: [INTERNAL] }],
    ['the sibling fields stay', '{ root { name bad } numbers other { value } }', { errors: [INTERNAL] }],
    ['items of a list', '{ numbers numbersSure matrix }', { errors: [INTERNAL, INTERNAL] }],
    ['items of lists in a list that may not be null', '{ numbers matrixSure }', { errors: [INTERNAL] }],
    ['items that are null from the other subgraph', '{ cells { id sure } }', { errors: [INTERNAL] }],
    ['in a list of items that may not be null', '{ cellsSure { id } }', { errors: [INTERNAL] }],
    ['in a list that may not be null', '{ sureCells { id sure } }', { errors: [INTERNAL] }],
    ['in a list where neither may', '{ numbers sureCellsSure { id sure } }', { errors: [INTERNAL] }],
    ['a list of lists', '{ grid { id sure } }', { errors: [INTERNAL] }],
    ['a list of lists with sure items', '{ gridSureItems { sure } }', { errors: [INTERNAL, INTERNAL] }],
    ['a list of sure lists', '{ gridSureRows { sure } }', { errors: [INTERNAL] }],
    ['a list of sure lists with sure items', '{ gridAllSure { sure } }', { errors: [INTERNAL] }],
    ['nothing may be null', '{ numbers gridSure { sure } }', { errors: [INTERNAL] }],
    ['lists in an entity', '{ cells { id tags } }', { errors: [INTERNAL] }],
    ['lists of lists in an entity', '{ cells { id rows } }', { errors: [INTERNAL] }],
    ['an object in an entity', '{ cells { id inner { value } } }', { errors: [INTERNAL] }],
    ['an object in an entity that may not be null', '{ cells { id innerSure { value } } }', { errors: [INTERNAL] }],
    ['deeper in an entity', '{ cells { inner { value deeper { value } } } }', { errors: [INTERNAL, INTERNAL] }],
    ['behind two borders', '{ cells { id inner { owner { name } } } }', { errors: [INTERNAL, INTERNAL] }],
    ['behind two borders, where it may be null', '{ cells { id inner { owner { id nick } } } }'],
    ['from entity to entity', '{ cells { neighbour { id sure neighbour { sure } } } }', { errors: [INTERNAL, INTERNAL] }],
    // The subgraph that does not know an entity hands it out itself: that is a fault, and no reference.
    [
      'lists of entities in entities',
      '{ cells { neighbours { id sure } } }',
      {
        errors: [INTERNAL, INTERNAL],
        answer: {
          data: { cells: [{ neighbours: null }, null, { neighbours: null }, { neighbours: null }] },
          errors: [
            ['cells', 0, 'neighbours', 1, 'sure'],
            ['cells', 2, 'neighbours', 0, 'sure'],
          ].map((path) => ({ message: '', path, extensions: { code: INTERNAL } })),
        },
      },
    ],
    [
      'a chain in which nothing may be null',
      '{ chain { value nextSure { value nextSure { value cell { sure } } } } }',
      { errors: [INTERNAL] },
    ],
    ['the same with one that may', '{ chainSure { value next { nextSure { value cell { sure } } } } }', { errors: [INTERNAL] }],
    ['the same in the whole answer', '{ numbers chainSure { nextSure { nextSure { cell { sure } } } } }', { errors: [INTERNAL] }],
    ['two nulls in one object', '{ wide { b d { bad } } numbers }', { errors: [INTERNAL] }],
    ['a null that is above another', '{ chain { next { next { value } nextSure { next { value } } } } }'],
    [
      'the same field asked for twice, once deeper',
      '{ root { cell { id } cell { maybe sure } } cells { id ... { sure } } }',
      { errors: [INTERNAL] },
    ],
    ['an alias that is null beside one that is not', '{ root { a: maybe ok: name } b: root { bad } }', { errors: [INTERNAL] }],
  ],
  ['process', 'http'],
);

federation(
  'errors',
  positions,
  [
    ['a refused field of an entity', '{ root { cell { id refused } } }', { errors: ['FORBIDDEN'] }],
    ['under aliases all the way', '{ r: root { c: cell { x: refused y: refused id } } }', { errors: ['FORBIDDEN', 'FORBIDDEN'] }],
    ['at each place of a list', '{ cells { id refused } }', { errors: ['FORBIDDEN', 'FORBIDDEN'] }],
    ['at each place of a list of lists', '{ g: grid { no: refused } }', { errors: ['FORBIDDEN', 'FORBIDDEN'] }],
    ['that may not be null', '{ cells { id refusedSure } }', { errors: ['NOT_FOUND', 'NOT_FOUND'] }],
    ['that takes everything with it', '{ sureCellsSure { refusedSure } }', { errors: ['NOT_FOUND'] }],
    ['what broke is told without the reason', '{ cells { id broken } }', { errors: [INTERNAL, INTERNAL] }],
    [
      'one entity in several places',
      '{ one: root { cell { refused } } two: root { cell { refused } } chain { cell { refused } } }',
      { errors: ['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN'] },
    ],
    ['one that is refused beside one that is not', '{ cells { maybe refused sure } }', { errors: ['FORBIDDEN', 'FORBIDDEN', INTERNAL] }],
    ['deep behind borders', '{ cells { neighbours { neighbour { refused } } } }', { errors: ['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN'] }],
    [
      'in a fragment',
      'query { cells { ...C } } fragment C on Cell { ... on Cell { why: refused } }',
      { errors: ['FORBIDDEN', 'FORBIDDEN'] },
    ],
    ['not when it is skipped', 'query ($s: Boolean!) { cells { id refused @skip(if: $s) } }', { variables: { s: true } }],
  ],
  ['process', 'http'],
);
