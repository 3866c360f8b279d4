import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  Kind,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { GraphError } from '../errors';
import type { FieldScopes } from './field-scopes';

/** What an operation asks of a key: scopes with a field that needs each, and fields that no key reaches. */
export interface Needs {
  readonly scopes: ReadonlyMap<string, string>;
  readonly never: readonly string[];
}

interface Reading {
  readonly schema: GraphQLSchema;
  readonly scopes: FieldScopes;
  readonly fragments: { get(name: string): FragmentDefinitionNode | undefined };
}

/** A field that `@skip` or `@include` may leave out counts all the same. */
export function needsOf(reading: Reading, operation: OperationDefinitionNode): Needs {
  const found = { scopes: new Map<string, string>(), never: [] as string[] };
  const root = reading.schema.getRootType(operation.operation);
  if (root) collect(reading, operation.selectionSet, root, found, new Set());
  return found;
}

type Found = { scopes: Map<string, string>; never: string[] };

function collect(reading: Reading, selectionSet: SelectionSetNode, parent: GraphQLCompositeType, found: Found, seen: Set<string>): void {
  const { schema, scopes, fragments } = reading;
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.FIELD) {
      const name = selection.name.value;
      const definition = 'getFields' in parent ? parent.getFields()[name] : undefined;
      if (!definition) continue; // __typename, introspection
      // A field of an interface is one of each type that has it.
      for (const type of isAbstractType(parent) ? schema.getPossibleTypes(parent) : [parent]) note(scopes, type.name, name, found);
      const of = getNamedType(definition.type);
      if (selection.selectionSet && isCompositeType(of)) collect(reading, selection.selectionSet, of, found, seen);
      continue;
    }
    // What a fragment needs does not depend on where it is spread: once is enough.
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      if (seen.has(selection.name.value)) continue;
      seen.add(selection.name.value);
    }
    const inner = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    const condition = inner?.typeCondition ? schema.getType(inner.typeCondition.name.value) : parent;
    if (inner && isCompositeType(condition)) collect(reading, inner.selectionSet, condition, found, seen);
  }
}

function note(scopes: FieldScopes, type: string, field: string, found: Found): void {
  const need = scopes.of(type, field);
  if (need === 'no key') found.never.push(`${type}.${field}`);
  else if (need && need !== 'any key' && !found.scopes.has(need.scope)) found.scopes.set(need.scope, `${type}.${field}`);
}

const READ = /_READ$/;

/** To write includes to read. */
export const covers = (granted: readonly string[], scope: string) =>
  granted.includes(scope) || (READ.test(scope) && granted.includes(scope.replace(READ, '_WRITE')));

/** Why a key with these scopes may not run an operation; null when it may. */
export function refusedToKey({ scopes, never }: Needs, granted: readonly string[]): GraphError | null {
  if (never.length > 0) return new GraphError('FORBIDDEN', `${never[0]} is for people in their apps; no key reaches it.`);
  const missing = [...scopes].filter(([scope]) => !covers(granted, scope));
  if (missing.length === 0) return null;
  const [scope, field] = missing[0]!;
  return new GraphError('FORBIDDEN', `${field} needs a key with the scope ${scope}.`, { missingScopes: missing.map(([one]) => one) });
}
