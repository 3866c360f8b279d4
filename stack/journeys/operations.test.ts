import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, validate } from 'graphql';
import { operations } from './operations';

const api = buildSchema(readFileSync(join(__dirname, '../../schema/api.graphql'), 'utf8'), { assumeValidSDL: true });

test.each([...operations.keys()])('%s is a valid operation of the public API', (name) => {
  expect(validate(api, operations.get(name)!).map((fault) => fault.message)).toEqual([]);
});
