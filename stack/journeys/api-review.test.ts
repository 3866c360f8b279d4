import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  getNamedType,
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

/** What says itself: ids, cursors, the lists of a connection, the fields that every refusal has from UserError. */
const SELF_EVIDENT = /^(id|cursor|node|edges|nodes|pageInfo|code|message|retryable|nextStep)$/;

/** By contract with the first clients it returns a Boolean: so cheap, and so often asked, that a refusal is worth nothing to an app. */
const PLAIN_MUTATIONS = ['setTyping'];

/** Mutations of visitors, who have no account that could be turned away. */
const FOR_VISITORS = ['register', 'login', 'refreshSession'];

const mutations = Object.values(api.getMutationType()!.getFields()).filter(({ name }) => !PLAIN_MUTATIONS.includes(name));

test('every refusal can be read by a program: it implements UserError', () => {
  const unions = types.filter(isUnionType).filter((type) => type.name.endsWith('Result'));
  expect(unions.length).toBeGreaterThan(40);
  const odd = unions.flatMap((union) =>
    union.getTypes().filter((type) => !type.name.endsWith('Success') && !type.getInterfaces().some(({ name }) => name === 'UserError')),
  );
  expect(odd.map(({ name }) => name)).toEqual([]);
});

test('every mutation takes an input of its name and returns a union of its name', () => {
  const odd = mutations.filter(({ name, args, type }) => {
    const Name = name[0]!.toUpperCase() + name.slice(1);
    const input =
      args.length === 0 || (args.length === 1 && args[0]!.name === 'input' && getNamedType(args[0]!.type).name === `${Name}Input`);
    const success = getNamedType(type);
    return (
      !input ||
      String(type) !== `${Name}Result!` ||
      !isUnionType(success) ||
      !success.getTypes().some((one) => one.name === `${Name}Success`)
    );
  });
  expect(odd.map(({ name }) => name)).toEqual([]);
});

test('what any mutation can be refused for is a value, and no error: its union says so (A20)', () => {
  const odd = mutations.flatMap(({ name, args, type }) => {
    const union = getNamedType(type);
    const input = args[0] && getNamedType(args[0].type);
    const fields = isInputObjectType(input) ? Object.keys(input.getFields()) : [];
    const needed = [
      ...(input ? ['InvalidInput'] : []),
      ...(FOR_VISITORS.includes(name) ? [] : ['NotAllowed', 'Conflict']),
      ...(fields.includes('idempotencyKey') ? ['KeyReused'] : []),
      ...(fields.some((field) => /Ids?$/.test(field) && field !== 'clientMessageId') ? ['NotFound'] : []),
    ];
    const members = isUnionType(union) ? union.getTypes().map((member) => member.name) : [];
    return needed.filter((refusal) => !members.includes(refusal)).map((refusal) => `${name}: ${refusal}`);
  });
  expect(odd).toEqual([]);
});

test('no union has two types with a field of one name and different types: their selections could not be merged (users F22)', () => {
  const odd = types.filter(isUnionType).flatMap((union) => {
    const known = new Map<string, string>();
    return union.getTypes().flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) => {
        const before = known.get(field.name) ?? String(field.type);
        known.set(field.name, before);
        return before === String(field.type) ? [] : [`${union.name}: ${type.name}.${field.name} is ${String(field.type)} beside ${before}`];
      }),
    );
  });
  expect(odd).toEqual([]);
});

test('every type, and every field that does not say itself, is described', () => {
  const silent: string[] = [];
  for (const type of types) {
    const plumbing = /(Edge|Connection|Result)$/.test(type.name);
    const success = type.name.endsWith('Success');
    if (!type.description && !plumbing && !success && !['Query', 'Mutation', 'Subscription'].includes(type.name)) silent.push(type.name);
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

/** Ranked for each request, so that there is no way back but the list's beginning. */
const RANKED = ['searchEvents', 'eventFeed', 'trendingEvents', 'connectionSuggestions', 'companionsFor', 'curationQueue'];

test('lists are read page by page both ways, ranked ones forward (X20)', () => {
  const odd = types
    .filter(isObjectType)
    .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })))
    .filter(({ field }) => {
      const of = getNamedType(field.type);
      if (!isObjectType(of) || !('edges' in of.getFields())) return false;
      const wanted = RANKED.includes(field.name) ? ['first', 'after'] : ['first', 'after', 'last', 'before'];
      return wanted.some((argument) => !field.args.some(({ name }) => name === argument));
    });
  expect(odd.map(({ type, field }) => `${type.name}.${field.name}`)).toEqual([]);
});

test('what takes something away says which: deletedId', () => {
  const odd = types
    .filter(isObjectType)
    .filter(({ name }) => name.endsWith('Success'))
    .flatMap((type) =>
      Object.keys(type.getFields())
        .filter((field) => /^(deleted|ended|removed)\w*Ids?$/.test(field) && !/^deletedIds?$/.test(field))
        .map((field) => `${type.name}.${field}`),
    );
  expect(odd).toEqual([]);
});
