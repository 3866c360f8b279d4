import type { SelectionSetNode, ValidationContext } from 'graphql';

type Measure = (selectionSet: SelectionSetNode, ofFragment: (name: string) => number) => number;

/** Measures a selection set together with the fragments it spreads. Each fragment is measured once, however often it is spread. */
export function throughFragments(context: ValidationContext, measure: Measure): (selectionSet: SelectionSetNode) => number {
  const known = new Map<string, number>();
  const ofFragment = (name: string): number => {
    const measured = known.get(name);
    if (measured !== undefined) return measured;
    // A fragment that contains itself is another rule's fault to report; here it must only not loop.
    known.set(name, 0);
    const fragment = context.getFragment(name);
    const found = fragment ? measure(fragment.selectionSet, ofFragment) : 0;
    known.set(name, found);
    return found;
  };
  return (selectionSet) => measure(selectionSet, ofFragment);
}
