import { Kind, type DocumentNode, type SelectionSetNode } from 'graphql';
import { fragmentsOf } from '../../document/fragments';
import { read, type Fields } from '../../objects';
import { conditionsIn, type Condition } from '../../planning/conditional-needs';

/**
 * Tells whether a fetch of root fields requests anything with these values of variables; null when it always does. Some plans have
 * fetches of which all fields are conditional.
 */
export function compileAsking(document: DocumentNode): ((values: Fields) => boolean) | null {
  const fragments = fragmentsOf(document);
  const ways: (readonly Condition[])[] = [];
  const collect = ({ selections }: SelectionSetNode, around: readonly Condition[]): void => {
    for (const selection of selections) {
      const own = conditionsIn(selection);
      if (!own) continue;
      const all = [...around, ...own];
      if (selection.kind === Kind.FIELD) ways.push(all);
      else {
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
        if (fragment) collect(fragment.selectionSet, all);
      }
    }
  };
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (operation) collect(operation.selectionSet, []);
  if (ways.some((conditions) => conditions.length === 0)) return null;
  return (values) => ways.some((all) => all.every(({ variable, value }) => read(values, variable) === value));
}
