import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OperationCost, Weights } from '@marquee/gateway';
import { buildSchema, getOperationAST, parse, type DocumentNode } from 'graphql';
import { operations } from './operations';

const schemaFile = (name: string) => readFileSync(join(__dirname, '../../schema', name), 'utf8');

const api = buildSchema(schemaFile('api.graphql'), { assumeValidSDL: true });
const weights = new Weights(parse(schemaFile('supergraph.graphql')));
const MAX_COST = 1_000;

/** The largest pages that a list gives. */
const LARGEST = { first: 100 };

const costOf = (document: DocumentNode) => new OperationCost(api, weights, getOperationAST(document, null)!, new Map());

test.each([...operations])('%s costs what anybody may spend, also with the largest pages', (_name, document) => {
  const cost = costOf(document);
  expect(cost.refusal({}, MAX_COST)).toBeNull();
  expect(cost.refusal(LARGEST, MAX_COST)).toBeNull();
});

test('pages of pages of pages are refused', () => {
  const cost = costOf(parse('{ searchEvents(first: 100) { nodes { attendees(first: 100) { nodes { user { id } } } } } }'));
  expect(cost.refusal({}, MAX_COST)?.message).toContain('The dearest part is searchEvents.nodes.attendees.nodes');
});
