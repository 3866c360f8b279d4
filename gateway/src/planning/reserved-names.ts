import { Kind, TypeNameMetaFieldDef, visit, type ConstDirectiveNode, type ConstValueNode, type DocumentNode } from 'graphql';
import { argumentOf, parseFieldSet } from './field-set';

/** Arguments of join directives that hold selections which plans add. */
const ADDED: Partial<Record<string, readonly string[]>> = { join__type: ['key'], join__field: ['requires', 'contextArguments'] };

/**
 * Names of the fields that plans may fetch beside the client's: keys, required fields, contexts and type names, from the supergraph's join
 * directives.
 */
export function reservedNames(supergraph: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>([TypeNameMetaFieldDef.name]);
  const add = (value: ConstValueNode | undefined): void => {
    if (value?.kind === Kind.STRING) visit(parseFieldSet(value.value), { Field: ({ name }) => void names.add(name.value) });
    else if (value?.kind === Kind.LIST) value.values.forEach(add);
    else if (value?.kind === Kind.OBJECT)
      value.fields.filter(({ name }) => name.value === 'selection').forEach((field) => add(field.value));
  };
  visit(supergraph, {
    Directive(directive) {
      for (const argument of ADDED[directive.name.value] ?? []) add(argumentOf(directive as ConstDirectiveNode, argument));
    },
  });
  return names;
}
