import { buildSchema, parse, validate } from 'graphql';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runningStack } from '../running-stack';
import { operations } from '../operations';

let base: string;
beforeAll(async () => {
  base = (await runningStack()).stack.gateway.explorerUrl!;
});

test('the explorer has our name, and the first operations in windows of their own', async () => {
  const html = await (await fetch(`${base}/`)).text();
  expect(html).toContain('<title>Marquee API explorer</title>');
  const script = await (await fetch(`${base}/initial_options.js`)).text();
  for (const name of ['Login', 'SearchEvents', 'EventPage', 'AttendanceChanged'])
    expect(script).toMatch(new RegExp(`initialName"?: ['"\`]${name}`));
});

test('its collection has every operation; all are valid', async () => {
  const collection = (await (await fetch(`${base}/operations.agc`)).json()) as {
    title: string;
    queries: { windowName: string; query: string; variables: string; apiUrl: string }[];
  };
  expect(collection.title).toBe('Marquee API explorer');
  expect(collection.queries.map(({ windowName }) => windowName).sort()).toEqual([...operations.keys()].sort());
  const schema = buildSchema(readFileSync(join(__dirname, '../../../schema/api.graphql'), 'utf8'));
  expect(collection.queries.flatMap(({ query }) => validate(schema, parse(query)))).toEqual([]);
  for (const { variables } of collection.queries) expect(JSON.parse(variables)).toEqual(expect.any(Object));
  expect(collection.queries[0]!.apiUrl).toBe(base.replace('/explorer', '/graphql'));
});
