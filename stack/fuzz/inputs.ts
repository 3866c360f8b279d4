import fc from 'fast-check';
import {
  getNamedType,
  getNullableType,
  GraphQLString,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isObjectType,
  OperationTypeNode,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import { ODD_VALUES } from './odd-values';
import { VIEWERS, type ViewerName } from './surroundings';
import { faultOf } from './judge';
import { Values } from './values';
import type { World } from './world';

/** A place where a client writes something: a root field's argument, or a field of its inputs. */
export interface Place {
  readonly operation: OperationTypeNode;
  readonly field: GraphQLField<unknown, unknown>;
  readonly path: readonly string[];
}

/** Asked by those who would lose their own right to ask: by visitors, whose input is read all the same. */
const BY_VISITORS = ['logout', 'endSession', 'endAllSessions', 'changePassword', 'suspendUser', 'reinstateUser', 'setUserRole'];
const MAX_DEPTH = 5;

/** Every place of every root field, subscriptions left out: their arguments are ids alone. */
export function placesOf(schema: GraphQLSchema): Place[] {
  return [OperationTypeNode.QUERY, OperationTypeNode.MUTATION].flatMap((operation) =>
    Object.values(schema.getRootType(operation)!.getFields()).flatMap((field) =>
      field.args.flatMap(({ name, type }) => pathsIn(type, [name], 0).map((path) => ({ operation, field, path }))),
    ),
  );
}

/** The input itself and all fields below; an item of a list stands for the first. */
function pathsIn(type: GraphQLInputType, path: readonly string[], depth: number): (readonly string[])[] {
  const plain = getNullableType(type);
  if (isListType(plain)) return [path, ...pathsIn(plain.ofType as GraphQLInputType, [...path, '0'], depth)];
  if (!isInputObjectType(plain) || depth >= MAX_DEPTH) return [path];
  return [path, ...Object.values(plain.getFields()).flatMap((field) => pathsIn(field.type, [...path, field.name], depth + 1))];
}

/** One request: an odd value at a place, everything else as the world has it. */
export interface OddRequest {
  readonly viewer: ViewerName;
  readonly shown: string;
  readonly body: string;
}

export interface InputFinding {
  readonly shown: string;
  readonly detail: string;
}

export interface InputTally {
  readonly tried: number;
  readonly answered: number;
  readonly findings: readonly InputFinding[];
}

/**
 * No input is a fault of ours: an odd value at each place in turn, in the document or in a variable, is refused as the client's mistake or
 * answered. Number n of a seed is always the same request, but for the ids of the world.
 */
export async function oddInputs(
  world: World,
  { seed, from, operations, onProgress }: { seed: number; from: number; operations: number; onProgress?: (tried: number) => void },
): Promise<InputTally> {
  const places = placesOf(world.schema);
  const findings = new Map<string, InputFinding>();
  let answered = 0;
  for (let number = from; number < from + operations; number++) {
    const request = oddRequest(world, places, seed, number);
    const received = await world.client.sendBody(request.body, await world.client.as(request.viewer));
    const codes = (received.answer?.errors ?? []).map(({ extensions }) => extensions?.code);
    const fault = faultOf(received, request.body)?.detail ?? (codes.includes('INTERNAL_SERVER_ERROR') ? received.text.slice(0, 400) : null);
    if (fault) findings.set(request.shown.split('\n', 1)[0]!, { shown: `number ${number}: ${request.shown}`, detail: fault });
    else answered++;
    onProgress?.(number + 1 - from);
  }
  return { tried: operations, answered, findings: [...findings.values()] };
}

/** Goes through all places with one value after the other: whoever tries as many as there are places has tried each. */
export function oddRequest(
  world: Pick<World, 'schema' | 'surroundings'>,
  places: readonly Place[],
  seed: number,
  number: number,
): OddRequest {
  const { operation, field, path } = places[number % places.length]!;
  const draw = <T>(arbitrary: fc.Arbitrary<T>, salt: number): T =>
    fc.sample(arbitrary, { seed: seed * 1_000_003 + number * 31 + salt, numRuns: 1 })[0]!;
  const [what, odd] = draw(fc.constantFrom(...ODD_VALUES), 1);
  const values = new Values(world.surroundings);
  const args: Record<string, unknown> = {};
  for (const [at, argument] of field.args.entries()) args[argument.name] = draw(values.argument(argument, field.type), 2 + at);
  put(args, path, odd);
  const asLiterals = draw(fc.boolean(), 50);
  const viewer = BY_VISITORS.includes(field.name) ? 'visitor' : draw(fc.constantFrom(...VIEWERS), 51);
  const selection = selectionOf(field);
  const given = field.args.filter(({ name }) => args[name] !== undefined);
  const call = (write: (name: string) => string) =>
    given.length ? `${field.name}(${given.map(({ name }) => `${name}: ${write(name)}`).join(', ')})` : field.name;
  const declared = given.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const body = asLiterals
    ? { query: `${operation} { ${call((name) => literal(args[name], field.args.find((one) => one.name === name)!.type))}${selection} }` }
    : { query: `${operation}${declared && ` (${declared})`} { ${call((name) => `$${name}`)}${selection} }`, variables: args };
  const text = JSON.stringify(body);
  return {
    viewer,
    shown: `${what} at ${field.name}.${path.join('.')}${asLiterals ? ', written out' : ''}\nas ${viewer}: ${text.slice(0, 1_500)}`,
    body: text,
  };
}

/** What can be had of the answer without arguments, one level deep: enough that lists are read. */
function selectionOf({ type }: GraphQLField<unknown, unknown>): string {
  const named = getNamedType(type);
  if (!isCompositeType(named)) return '';
  const lists = isObjectType(named) ? Object.keys(named.getFields()).filter((name) => ['nodes', 'pageInfo'].includes(name)) : [];
  return ` { __typename ${lists.map((name) => `${name} { __typename }`).join(' ')} }`;
}

function put(into: Record<string, unknown>, [first, ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    into[first!] = value;
    return;
  }
  const present = into[first!];
  const below = typeof present === 'object' && present !== null ? (present as Record<string, unknown>) : rest[0] === '0' ? [] : {};
  into[first!] = below;
  put(below as Record<string, unknown>, rest, value);
}

/** A value as it is written in a document: names of enums stand without quotes. */
function literal(value: unknown, type: GraphQLInputType): string {
  const plain = getNullableType(type);
  const item = isListType(plain) ? (plain.ofType as GraphQLInputType) : plain;
  if (Array.isArray(value)) return `[${value.map((one) => literal(one, item)).join(', ')}]`;
  if (isListType(plain)) return literal(value, item);
  if (isEnumType(plain) && plain.getValues().some(({ name }) => name === value)) return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = isInputObjectType(plain) ? plain.getFields() : {};
  return `{ ${Object.entries(value)
    .map(([name, one]) => `${name}: ${literal(one, fields[name]?.type ?? GraphQLString)}`)
    .join(', ')} }`;
}
