import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, print, TypeInfo, validate, visit, visitWithTypeInfo } from 'graphql';
import { EventPageDocument, type EventPageQuery } from '../../clients/sdk/src/generated/operations';
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

test('every root field of the public API is used by an operation', () => {
  const used = new Set<string>();
  const info = new TypeInfo(api);
  const note = visitWithTypeInfo(info, { Field: ({ name }) => void used.add(`${info.getParentType()?.name}.${name.value}`) });
  for (const document of operations.values()) visit(document, note);
  const roots = [api.getQueryType(), api.getMutationType(), api.getSubscriptionType()];
  const all = roots.flatMap((root) => Object.keys(root!.getFields()).map((field) => `${root!.name}.${field}`));
  expect(all.filter((field) => !used.has(field))).toEqual([]);
});
