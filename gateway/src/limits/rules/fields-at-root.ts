import { Kind, type FieldNode, type SelectionSetNode, type ValidationContext } from 'graphql';

const MAX_STEPS = 10_000;

/**
 * Returns the fields at the root of an operation, fragments spread out, each as often as it is written there. Those behind @skip and
 * @include count, because only variables decide about them. Stops after `atMost`.
 */
export function rootFields(context: ValidationContext, selectionSet: SelectionSetNode, atMost: number): FieldNode[] {
  const fields: FieldNode[] = [];
  const spreading = new Set<string>();
  // There can be exponentially many ways through fragments that contain each other, without a single field.
  let steps = 0;
  const visit = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (fields.length >= atMost || ++steps > MAX_STEPS) return;
      if (selection.kind === Kind.FIELD) fields.push(selection);
      else if (selection.kind === Kind.INLINE_FRAGMENT) visit(selection.selectionSet);
      else {
        const name = selection.name.value;
        const fragment = context.getFragment(name);
        // A fragment that contains itself is another rule's fault to report; here it must only not loop.
        if (!fragment || spreading.has(name)) continue;
        spreading.add(name);
        visit(fragment.selectionSet);
        spreading.delete(name);
      }
    }
  };
  visit(selectionSet);
  return fields;
}
