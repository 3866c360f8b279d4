import { Kind, type FieldNode, type SelectionNode, type SelectionSetNode, type ValidationContext } from 'graphql';

const MAX_STEPS = 10_000;

/**
 * Returns the fields at the root of an operation, fragments spread out, each as often as it is written there. Those behind @skip and
 * @include count, because only variables decide about them. Stops after `atMost`.
 */
export function rootFields(context: ValidationContext, selectionSet: SelectionSetNode, atMost: number): FieldNode[] {
  const fields: FieldNode[] = [];
  for (const selection of rootSelections(context, selectionSet)) {
    if (fields.length >= atMost) break;
    if (selection.kind === Kind.FIELD) fields.push(selection);
  }
  return fields;
}

/** Fields and fragments at the root of an operation, and in those fragments, each as often as it is written there. */
export function* rootSelections(context: ValidationContext, selectionSet: SelectionSetNode): Generator<SelectionNode> {
  const spreading = new Set<string>();
  // There can be exponentially many ways through fragments that contain each other, without a single field.
  let steps = 0;
  function* visit(set: SelectionSetNode): Generator<SelectionNode> {
    for (const selection of set.selections) {
      if (++steps > MAX_STEPS) return;
      yield selection;
      if (selection.kind === Kind.INLINE_FRAGMENT) yield* visit(selection.selectionSet);
      if (selection.kind !== Kind.FRAGMENT_SPREAD) continue;
      const name = selection.name.value;
      const fragment = context.getFragment(name);
      // A fragment that contains itself is another rule's fault to report; here it must only not loop.
      if (!fragment || spreading.has(name)) continue;
      spreading.add(name);
      yield* visit(fragment.selectionSet);
      spreading.delete(name);
    }
  }
  yield* visit(selectionSet);
}
