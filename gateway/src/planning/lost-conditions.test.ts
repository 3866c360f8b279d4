import type { FetchNode } from '@apollo/query-planner';
import { OperationTypeNode, parse, print, stripIgnoredCharacters } from 'graphql';
import { wishesOf, withLostConditions } from './lost-conditions';

const fetch = (operation: string, requires?: FetchNode['requires']): FetchNode => ({
  kind: 'Fetch',
  serviceName: 'a',
  operation,
  operationName: undefined,
  operationKind: OperationTypeNode.QUERY,
  ...(requires ? { requires } : {}),
});
const compact = (text: string) => stripIgnoredCharacters(print(parse(text)));
const mended = (client: string, given: FetchNode, path: readonly string[] = [], decided: readonly string[] = []) =>
  compact(withLostConditions(given, { path, decided: new Set(decided) }, wishesOf(parse(client), undefined), new Set(['id'])).operation);

const client = 'query ($x: Boolean!) { wide { id b @include(if: $x) ... @skip(if: $x) { c d } d } }';

test('a condition that a plan has lost is put back, on the field itself', () => {
  expect(mended(client, fetch('{ wide { b c } }'))).toBe(compact('{ wide { b @include(if: $x) c @skip(if: $x) } }'));
});

test('not where the field is requested in another way, too, has a condition already, or is one that plans need', () => {
  expect(mended(client, fetch('{ wide { d } }'))).toBe(compact('{ wide { d } }'));
  expect(mended(client, fetch('{ wide { ... @include(if: $x) { b } } }'))).toBe(compact('{ wide { ... @include(if: $x) { b } } }'));
  expect(mended('query ($x: Boolean!) { wide { id @include(if: $x) } }', fetch('{ wide { id } }'))).toBe(compact('{ wide { id } }'));
});

test('entities are looked for where the fetch stands, and what was decided on the way is not asked again', () => {
  const entities = fetch('{ _entities(representations: []) { ... on Wide { b } } }', []);
  expect(mended(client, entities, ['wide'])).toBe(compact('{ _entities(representations: []) { ... on Wide { b @include(if: $x) } } }'));
  expect(mended(client, entities, ['wide'], ['x'])).toBe(compact('{ _entities(representations: []) { ... on Wide { b } } }'));
});
