import { Kind, type SelectionSetNode, type ValidationRule } from 'graphql';
import { GraphError } from '@marquee/platform';
import { fragmentsIn } from './fragments';

/**
 * Refuses operations with more than `max` fields once every fragment is spread out: fragments in fragments make a short document an
 * immense one, and planning and shaping go through all of it. Each fragment is counted once here, so counting is quick.
 */
export const selectionLimit =
  (max: number): ValidationRule =>
  (context) => {
    const fragments = fragmentsIn(context);
    const known = new Map<string, number>();

    const countIn = (selectionSet: SelectionSetNode): number =>
      selectionSet.selections.reduce((count, selection) => {
        if (selection.kind === Kind.FRAGMENT_SPREAD) return count + fragmentCount(selection.name.value);
        return count + (selection.kind === Kind.FIELD ? 1 : 0) + (selection.selectionSet ? countIn(selection.selectionSet) : 0);
      }, 0);

    const fragmentCount = (name: string): number => {
      const count = known.get(name);
      if (count !== undefined) return count;
      // A fragment that contains itself is another rule's fault to report; here it must only not loop.
      known.set(name, 0);
      const fragment = fragments.get(name);
      const found = fragment ? countIn(fragment.selectionSet) : 0;
      known.set(name, found);
      return found;
    };

    return {
      OperationDefinition(node) {
        const count = countIn(node.selectionSet);
        if (count > max)
          context.reportError(
            new GraphError('QUERY_TOO_COMPLEX', `The operation has ${count} fields, its fragments spread out; at most ${max} are allowed.`),
          );
      },
    };
  };
