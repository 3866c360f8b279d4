import { getNamedType, isCompositeType, Kind, type GraphQLCompositeType, type GraphQLSchema, type SelectionSetNode } from 'graphql';
import type { Fragments } from '../document/fragments';
import type { Directives } from '../supergraph/directives';

/**
 * Who may be sent the same event: every viewer whom the owner admits; of these, every viewer whom it does not set apart; or one viewer
 * alone.
 */
export type Audience = 'admitted' | 'not apart' | 'viewer';

interface AudienceQuestion {
  /** The clients' schema. */
  readonly schema: GraphQLSchema;
  readonly directives: Directives;
  readonly fragments: Fragments;
  /** PRIVATE fields that are the same for all viewers whom the owner does not set apart. */
  readonly covered: ReadonlySet<string>;
}

/**
 * Finds the audience by every field that the operation names. A field that `@skip` or `@include` may leave out counts all the same: that
 * makes an audience smaller than it could be, never larger.
 */
export function audienceOf(reading: AudienceQuestion, selectionSet: SelectionSetNode): Audience {
  const found = new Set<string>();
  collectPrivate(reading, selectionSet, reading.schema.getSubscriptionType()!, found, new Set());
  if (found.size === 0) return 'admitted';
  return [...found].every((field) => reading.covered.has(field)) ? 'not apart' : 'viewer';
}

function collectPrivate(
  reading: AudienceQuestion,
  selectionSet: SelectionSetNode,
  parent: GraphQLCompositeType,
  found: Set<string>,
  seen: Set<string>,
): void {
  const { schema, directives, fragments } = reading;
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.FIELD) {
      const definition = 'getFields' in parent ? parent.getFields()[selection.name.value] : undefined;
      if (!definition) continue; // __typename
      for (const field of directives.privateFields(parent, selection.name.value)) found.add(field);
      const type = getNamedType(definition.type);
      if (selection.selectionSet && isCompositeType(type)) collectPrivate(reading, selection.selectionSet, type, found, seen);
      continue;
    }
    // Whether a fragment's fields are private does not depend on where it is spread: once is enough.
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      if (seen.has(selection.name.value)) continue;
      seen.add(selection.name.value);
    }
    const inner = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    const condition = inner?.typeCondition ? schema.getType(inner.typeCondition.name.value) : parent;
    if (inner && isCompositeType(condition)) collectPrivate(reading, inner.selectionSet, condition, found, seen);
  }
}
