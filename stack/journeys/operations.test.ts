import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, print, validate } from 'graphql';
import { EventPageDocument, type EventPageQuery } from '../../schema/generated/operations';
import { operation, operations } from './operations';

const api = buildSchema(readFileSync(join(__dirname, '../../schema/api.graphql'), 'utf8'), { assumeValidSDL: true });

test.each([...operations.keys()])('%s is a valid operation of the public API', (name) => {
  expect(validate(api, operations.get(name)!).map((fault) => fault.message)).toEqual([]);
});

test('the typed documents are the operations', () => {
  const title = (page: EventPageQuery): string | undefined => page.event?.title;
  expect(title({ event: null } as EventPageQuery)).toBeUndefined();
  expect(print(EventPageDocument)).toBe(print(operation('EventPage')));
});
