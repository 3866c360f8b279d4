import { Kind, type SelectionSetNode, type ValidationRule } from 'graphql';
import { GraphError } from '@marquee/platform';
import { fragmentsIn } from './fragments';

/** Refuses operations that nest fields deeper than `max`. Fragments count where they are spread. */
export const depthLimit =
  (max: number): ValidationRule =>
  (context) => {
    const fragments = fragmentsIn(context);
    const known = new Map<string, number>();

    const depthOf = (selectionSet: SelectionSetNode): number => {
      let deepest = 0;
      for (const selection of selectionSet.selections) {
        if (selection.kind === Kind.FIELD) {
          if (selection.name.value === '__schema' || selection.name.value === '__type') continue;
          deepest = Math.max(deepest, 1 + (selection.selectionSet ? depthOf(selection.selectionSet) : 0));
        } else if (selection.kind === Kind.INLINE_FRAGMENT) {
          deepest = Math.max(deepest, depthOf(selection.selectionSet));
        } else {
          deepest = Math.max(deepest, fragmentDepth(selection.name.value));
        }
      }
      return deepest;
    };

    const fragmentDepth = (name: string): number => {
      const depth = known.get(name);
      if (depth !== undefined) return depth;
      // A fragment that contains itself is another rule's fault to report; here it must only not loop.
      known.set(name, 0);
      const fragment = fragments.get(name);
      const found = fragment ? depthOf(fragment.selectionSet) : 0;
      known.set(name, found);
      return found;
    };

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
