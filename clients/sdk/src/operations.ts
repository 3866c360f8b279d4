/** Every operation of `schema/operations` as a typed document. Unused ones cost nothing: bundlers leave them out. */
export * from './generated/operations.js';
