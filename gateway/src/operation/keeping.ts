import { getNamedType, isCompositeType, Kind, type GraphQLCompositeType, type GraphQLSchema, type SelectionSetNode } from 'graphql';
import { isIncluded } from '../document/fields';
import type { Fragments } from '../document/fragments';
import type { Fields } from '../objects';
import type { Directives } from '../supergraph/directives';

/** How long an answer may be kept, and for whom. */
export interface Keeping {
  /** Seconds; 0 for not at all. */
  readonly maxAge: number;
  /** True: something in it depends on who asks. */
  readonly isPrivate: boolean;
}

interface KeepingQuestion {
  /** The clients' schema. */
  readonly schema: GraphQLSchema;
  readonly directives: Directives;
  readonly fragments: Fragments;
  /** They decide which fields `@skip` and `@include` leave. */
  readonly values: Fields;
}

export const NOT_KEPT: Keeping = { maxAge: 0, isPrivate: false };

/**
 * Reckons by the hints of all fields that a query asks for: the smallest `maxAge` wins. Fields at the root, and fields with fields of their
 * own, may not be kept unless a hint says so; other fields may be kept as long as what they are of (the rule of Apollo Server). Which types
 * the objects turn out to have is not waited for: of an interface or union each type counts.
 */
export function keepingOf(question: KeepingQuestion, root: GraphQLCompositeType, selectionSet: SelectionSetNode): Keeping {
  const found = { maxAge: Infinity, isPrivate: false };
  collect(question, selectionSet, root, root, found, new Set());
  return { maxAge: Number.isFinite(found.maxAge) ? found.maxAge : 0, isPrivate: found.isPrivate };
}

function collect(
  question: KeepingQuestion,
  selectionSet: SelectionSetNode,
  parent: GraphQLCompositeType,
  root: GraphQLCompositeType,
  found: { maxAge: number; isPrivate: boolean },
  seen: Set<string>,
): void {
  const { schema, directives, fragments, values } = question;
  for (const selection of selectionSet.selections) {
    if (!isIncluded(selection, values)) continue;
    if (selection.kind === Kind.FIELD) {
      const name = selection.name.value;
      const definition = 'getFields' in parent ? parent.getFields()[name] : undefined;
      if (!definition) {
        // Where something is of which type says nothing new; the schema itself has no hint.
        if (name !== '__typename') found.maxAge = 0;
        continue;
      }
      found.maxAge = Math.min(found.maxAge, directives.maxAge(parent, name, parent === root) ?? Infinity);
      found.isPrivate ||= directives.privateFields(parent, name).length > 0;
      const type = getNamedType(definition.type);
      if (selection.selectionSet && isCompositeType(type)) collect(question, selection.selectionSet, type, root, found, seen);
      continue;
    }
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      if (seen.has(selection.name.value)) continue;
      seen.add(selection.name.value);
    }
    const inner = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    const condition = inner?.typeCondition ? schema.getType(inner.typeCondition.name.value) : parent;
    if (inner && isCompositeType(condition)) collect(question, inner.selectionSet, condition, root, found, seen);
  }
}
