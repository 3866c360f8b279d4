import { Kind, visit, type DocumentNode } from 'graphql';
import { read, write, type Fields } from '../objects';

/** The plan's names of variables by the client's, where the two differ. Nearly always empty. */
export type VariableNames = ReadonlyMap<string, string>;

const RESERVED = /^(representations|contextualArgument_\d+_\d+)$/;

/** Renames variables that have the name of a variable which fetches of entities declare themselves. */
export function withoutReservedVariables(document: DocumentNode): { document: DocumentNode; variableNames: VariableNames } {
  const declared = new Set<string>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION)
      for (const { variable } of definition.variableDefinitions ?? []) declared.add(variable.name.value);
  const variableNames = new Map<string, string>();
  for (const name of declared) {
    if (!RESERVED.test(name)) continue;
    let other = `variable_${name}`;
    while (declared.has(other)) other = `${other}_`;
    variableNames.set(name, other);
  }
  if (variableNames.size === 0) return { document, variableNames };
  const renamed: DocumentNode = visit(document, {
    Variable(variable) {
      const other = variableNames.get(variable.name.value);
      return other === undefined ? undefined : { ...variable, name: { kind: Kind.NAME, value: other } };
    },
  });
  return { document: renamed, variableNames };
}

/** The client's variables under the plan's names. */
export function planVariables(variables: Fields, names: VariableNames): Fields {
  if (names.size === 0) return variables;
  const renamed: Fields = {};
  for (const key of Object.keys(variables)) write(renamed, names.get(key) ?? key, read(variables, key));
  return renamed;
}
