import { Kind, visit, type FieldNode, type OperationDefinitionNode, type SelectionSetNode, type ValueNode } from 'graphql';
import type { Fragments } from '../document/fragments';
import { read, type Fields } from '../objects';
import type { LiveField } from '../supergraph/directives';
import type { Supergraph } from '../supergraph/supergraph';
import { audienceOf, type Audience } from './audience';

/** How a subscription of a field with `@live` is shared: worked out once for each operation. Variables are under the plan's names. */
export interface LiveTraits {
  readonly audience: Audience;
  /** The argument that is the cursor, if there is one. */
  readonly cursorArgument: string | undefined;
  /** The position after which a subscriber continues; null for from now on. */
  cursor(variables: Fields): number | null;
  /** The variables that two subscribers must have in common to share: all but the cursor. */
  common(variables: Fields): Fields;
}

/** Null for a field without `@live`, whose owner does not speak the protocol. */
export function liveTraits(
  { apiSchema: schema, directives }: Pick<Supergraph, 'apiSchema' | 'directives'>,
  node: OperationDefinitionNode,
  fragments: Fragments,
): LiveTraits | null {
  const field = rootField(node.selectionSet, fragments);
  const live = field && directives.live(field.name.value);
  if (!live) return null;
  const cursor = cursorValue(field, live);
  const variable = cursor?.kind === Kind.VARIABLE ? cursor.name.value : null;
  const hidden = variable !== null && uses(variable, node, fragments) === 1 ? variable : null;
  return {
    audience: audienceOf({ schema, directives, fragments, covered: live.covers }, node.selectionSet),
    cursorArgument: live.cursor,
    cursor: (variables) => (cursor ? position(cursor, node, variables) : null),
    common: (variables) => without(hidden, variables),
  };
}

const without = (name: string | null, variables: Fields): Fields =>
  name === null ? variables : Object.fromEntries(Object.entries(variables).filter(([given]) => given !== name));

function rootField(selectionSet: SelectionSetNode, fragments: Fragments): FieldNode | undefined {
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.FIELD) return selection;
    const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    const found = inner && rootField(inner.selectionSet, fragments);
    if (found) return found;
  }
  return undefined;
}

const cursorValue = (field: FieldNode, { cursor }: LiveField): ValueNode | undefined =>
  field.arguments?.find((argument) => argument.name.value === cursor)?.value;

/** A value of another type is refused by the owner, if validation has not done so. */
function position(value: ValueNode, node: OperationDefinitionNode, variables: Fields): number | null {
  if (value.kind === Kind.INT) return Number(value.value);
  if (value.kind !== Kind.VARIABLE) return null;
  const given = read(variables, value.name.value);
  if (given !== undefined) return typeof given === 'number' ? given : null;
  const definition = node.variableDefinitions?.find(({ variable }) => variable.name.value === value.name.value);
  return definition?.defaultValue?.kind === Kind.INT ? Number(definition.defaultValue.value) : null;
}

function uses(variable: string, node: OperationDefinitionNode, fragments: Fragments): number {
  let count = 0;
  const counting = { Variable: ({ name }: { name: { value: string } }) => void (count += name.value === variable ? 1 : 0) };
  for (const { selectionSet } of [node, ...fragments.values()]) visit(selectionSet, counting);
  return count;
}
