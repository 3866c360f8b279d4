import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  isUnionType,
} from 'graphql';

const api = buildSchema(readFileSync(join(__dirname, '../../schema/api.graphql'), 'utf8'), { assumeValidSDL: true });
const types = Object.values(api.getTypeMap()).filter((type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type));

/** What says itself: ids, cursors, the lists of a connection, the fields of every refusal, the one field of a success. */
const SELF_EVIDENT =
  /^(id|cursor|node|edges|nodes|pageInfo|code|message|retryable|nextStep|idempotencyKey|input|first|after|last|before|totalCount)$/;

test('every refusal can be read by a program: it implements UserError', () => {
  const unions = types.filter(isUnionType).filter((type) => type.name.endsWith('Result'));
  expect(unions.length).toBeGreaterThan(40);
  const odd = unions.flatMap((union) =>
    union.getTypes().filter((type) => !type.name.endsWith('Success') && !type.getInterfaces().some(({ name }) => name === 'UserError')),
  );
  expect(odd.map(({ name }) => name)).toEqual([]);
});

test('every mutation that can be refused answers a union of its success and its refusals', () => {
  const exempt = new Set(['setTyping', 'heartbeat', 'setPresence']);
  const odd = Object.values(api.getMutationType()!.getFields()).filter(
    ({ name, type }) => !exempt.has(name) && !String(type).endsWith('Result!'),
  );
  expect(odd.map(({ name }) => name)).toEqual([]);
});

test('every type, and every field that does not say itself, is described', () => {
  const silent: string[] = [];
  for (const type of types) {
    const plumbing = /(Edge|Connection|Success|Result)$/.test(type.name);
    if (!type.description && !plumbing && !['Query', 'Mutation', 'Subscription'].includes(type.name)) silent.push(type.name);
    if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) {
      if (plumbing) continue;
      for (const field of Object.values(type.getFields()))
        if (!field.description && !SELF_EVIDENT.test(field.name)) silent.push(`${type.name}.${field.name}`);
    }
    if (isEnumType(type)) continue;
    if (isScalarType(type) && !type.description) silent.push(type.name);
  }
  expect(silent).toEqual([]);
});

test('lists that can grow are connections with first and after', () => {
  const odd = types
    .filter(isObjectType)
    .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })))
    // `Connection` by itself is what two people are to each other.
    .filter(({ field }) => /\wConnection!?$/.test(String(field.type)))
    .filter(({ field }) => !['first', 'last'].some((argument) => field.args.some(({ name }) => name === argument)));
  expect(odd.map(({ type, field }) => `${type.name}.${field.name}`)).toEqual([]);
});
