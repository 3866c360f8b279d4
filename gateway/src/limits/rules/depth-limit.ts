import { Kind, type SelectionSetNode, type ValidationRule } from 'graphql';
import { GraphError } from '@marquee/platform';
import { throughFragments } from './through-fragments';

/** Refuses operations that nest fields deeper than `max`. Fragments count where they are spread. */
export const depthLimit =
  (max: number): ValidationRule =>
  (context) => {
    const depthOf = throughFragments(context, measureDepth);
    return {
      OperationDefinition(node) {
        const depth = depthOf(node.selectionSet);
        if (depth > max)
          context.reportError(
            new GraphError('QUERY_TOO_COMPLEX', `The operation nests fields ${depth} levels deep; at most ${max} are allowed.`),
          );
      },
    };
  };

function measureDepth({ selections }: SelectionSetNode, ofFragment: (name: string) => number): number {
  return selections.reduce((deepest, selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return Math.max(deepest, ofFragment(selection.name.value));
    if (selection.kind === Kind.INLINE_FRAGMENT) return Math.max(deepest, measureDepth(selection.selectionSet, ofFragment));
    if (selection.name.value === '__schema' || selection.name.value === '__type') return deepest;
    return Math.max(deepest, 1 + (selection.selectionSet ? measureDepth(selection.selectionSet, ofFragment) : 0));
  }, 0);
}
