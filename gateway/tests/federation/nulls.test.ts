import { federation } from './suite';
import { breaks, refuses, UNKNOWN_TO, type Supergraph, type Thing } from './supergraph';

/**
 * Every position in which a null can stand, on both sides of a border between subgraphs. `bad` and its like are null, or refused, where
 * the schema says they may not be.
 */
const positions: Supergraph = {
  subgraphs: {
    a: `
      type Query {
        root: Root rootSure: Root!
        cells: [Cell] cellsSure: [Cell!] sureCells: [Cell]! sureCellsSure: [Cell!]!
        grid: [[Cell]] gridSureItems: [[Cell!]] gridSureRows: [[Cell]!] gridAllSure: [[Cell!]!] gridSure: [[Cell!]!]!
        numbers: [Int] numbersSure: [Int!] matrix: [[Int!]] matrixSure: [[Int!]!]!
        chain: Chain chainSure: Chain!
        wide: Wide!
      }
      type Root { name: String! bad: Int! maybe: Int cell: Cell cellSure: Cell! }
      type Cell @key(fields: "id") { id: ID! label: String }
      type Chain { next: Chain nextSure: Chain! value: Int! cell: Cell! }
      type Wide { a: Int b: Int! c: Root d: Root! }
    `,
    b: `
      type Query { other: Root2! }
      type Root2 { value: Int }
      type Cell @key(fields: "id") {
        id: ID! sure: Int! maybe: Int refused: String refusedSure: String! broken: Int tags: [String!] rows: [[Int!]!]
        inner: Inner innerSure: Inner! neighbour: Cell neighbours: [Cell!]
      }
      type Inner { value: Int! deeper: Inner owner: Owner! }
      type Owner @key(fields: "id") { id: ID! }
    `,
    c: `type Owner @key(fields: "id") { id: ID! name: String! nick: String }`,
  },
  data() {
    const owner = { id: 'o', name: 'Olga', nick: null };
    const stranger = { id: 's', [UNKNOWN_TO]: ['c'] };
    const cell = (id: string, more: object): Thing => ({
      id,
      label: `cell ${id}`,
      refused: refuses('FORBIDDEN', `No ${id}.`),
      refusedSure: refuses('NOT_FOUND'),
      broken: breaks(),
      ...more,
    });
    const full = cell('1', { sure: 1, maybe: 1, tags: ['x'], rows: [[1], []], innerSure: { value: 1, owner } });
    const poor = cell('2', {
      sure: null,
      maybe: null,
      tags: ['x', null],
      rows: [[1], null, [null]],
      inner: { value: null, owner: stranger },
      innerSure: null,
    });
    const absent = cell('3', { [UNKNOWN_TO]: ['b'], refused: null, refusedSure: null, broken: null });
    Object.assign(full, {
      inner: { value: 1, deeper: { value: null, owner }, owner: stranger },
      neighbour: poor,
      neighbours: [full, poor],
    });
    Object.assign(poor, { neighbour: full, neighbours: [absent, full] });
    const bottom: Thing = { value: 3, cell: poor };
    const link: Thing = { value: 2, nextSure: bottom, next: null, cell: full };
    const root = { name: 'root', bad: null, maybe: null, cell: full, cellSure: full };
    return {
      Query: {
        root,
        rootSure: root,
        cells: [full, null, poor, absent],
        cellsSure: [full, null, poor],
        sureCells: [full, poor],
        sureCellsSure: [full, poor],
        grid: [[full, poor], null, [], [absent, null]],
        gridSureItems: [[full, poor], [full], null, [null]],
        gridSureRows: [[poor], [full]],
        gridAllSure: [[full], [poor]],
        gridSure: [[full], [poor]],
        numbers: [1, null, 3],
        numbersSure: [1, null],
        matrix: [[1], [2, null], null, []],
        matrixSure: [[1], [2, null]],
        chain: { value: 1, nextSure: link, next: link, cell: full },
        chainSure: { value: 1, nextSure: link, next: link, cell: full },
        wide: { a: null, b: null, c: root, d: root },
        other: { value: null },
      },
      entities: { Cell: [full, poor, absent], Owner: [owner, stranger] },
    };
  },
};

const INTERNAL = 'INTERNAL_SERVER_ERROR';

federation(
  'nulls',
  positions,
  [
    ['where null may be', '{ root { maybe cell { maybe label } } cells { maybe } }'],
    ['a null takes its object with it', '{ root { name bad } }', { errors: [INTERNAL] }],
    ['and the whole answer, where nothing may be null', '{ rootSure { bad } }', { errors: [INTERNAL] }],
    ['but only up to the first that may', '{ rootSure { name cell { id sure } } cells { sure } }', { errors: [INTERNAL, INTERNAL] }],
    ['the sibling fields stay', '{ root { name bad } numbers other { value } }', { errors: [INTERNAL] }],
    ['items of a list', '{ numbers numbersSure matrix }', { errors: [INTERNAL, INTERNAL] }],
    ['items of lists in a list that may not be null', '{ numbers matrixSure }', { errors: [INTERNAL] }],
    ['items that are null from the other subgraph', '{ cells { id sure } }', { errors: [INTERNAL, INTERNAL] }],
    ['in a list of items that may not be null', '{ cellsSure { id } }', { errors: [INTERNAL] }],
    ['in a list that may not be null', '{ sureCells { id sure } }', { errors: [INTERNAL] }],
    ['in a list where neither may', '{ numbers sureCellsSure { id sure } }', { errors: [INTERNAL] }],
    ['a list of lists', '{ grid { id sure } }', { errors: [INTERNAL, INTERNAL] }],
    ['a list of lists with sure items', '{ gridSureItems { sure } }', { errors: [INTERNAL, INTERNAL] }],
    ['a list of sure lists', '{ gridSureRows { sure } }', { errors: [INTERNAL] }],
    ['a list of sure lists with sure items', '{ gridAllSure { sure } }', { errors: [INTERNAL] }],
    ['nothing may be null', '{ numbers gridSure { sure } }', { errors: [INTERNAL] }],
    ['lists in an entity', '{ cells { id tags } }', { errors: [INTERNAL] }],
    ['lists of lists in an entity', '{ cells { id rows } }', { errors: [INTERNAL] }],
    ['an object in an entity', '{ cells { id inner { value } } }', { errors: [INTERNAL] }],
    ['an object in an entity that may not be null', '{ cells { id innerSure { value } } }', { errors: [INTERNAL, INTERNAL] }],
    ['deeper in an entity', '{ cells { inner { value deeper { value } } } }', { errors: [INTERNAL, INTERNAL] }],
    ['behind two borders', '{ cells { id inner { owner { name } } } }', { errors: [INTERNAL, INTERNAL] }],
    ['behind two borders, where it may be null', '{ cells { id inner { owner { id nick } } } }'],
    ['from entity to entity', '{ cells { neighbour { id sure neighbour { sure } } } }', { errors: [INTERNAL, INTERNAL] }],
    ['lists of entities in entities', '{ cells { id neighbours { id sure } } }', { errors: [INTERNAL, INTERNAL] }],
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
      { errors: [INTERNAL, INTERNAL] },
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
    ['that may not be null', '{ cells { id refusedSure } }', { errors: ['NOT_FOUND', 'NOT_FOUND', INTERNAL] }],
    ['that takes everything with it', '{ sureCellsSure { refusedSure } }', { errors: ['NOT_FOUND'] }],
    ['what broke is told without the reason', '{ cells { id broken } }', { errors: [INTERNAL, INTERNAL] }],
    [
      'one entity in several places',
      '{ one: root { cell { refused } } two: root { cell { refused } } chain { cell { refused } } }',
      { errors: ['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN'] },
    ],
    [
      'one that is refused beside one that is not',
      '{ cells { maybe refused sure } }',
      { errors: ['FORBIDDEN', 'FORBIDDEN', INTERNAL, INTERNAL] },
    ],
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
