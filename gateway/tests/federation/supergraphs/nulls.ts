import { breaks, refuses, type Supergraph, type Thing, UNKNOWN_TO } from '../supergraph';

/**
 * Every position in which a null can stand, on both sides of a border between subgraphs. `bad` and its like are null, or refused, where
 * the schema says they may not be.
 */
export const positions: Supergraph = {
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
