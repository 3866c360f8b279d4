import type { FetchNode } from '@apollo/query-planner';
import { Kind, parse, print, stripIgnoredCharacters, visit, type DocumentNode, type VariableDefinitionNode } from 'graphql';

/**
 * Declares variables that the planner forgets, as the client declared them: those that stand only in conditions on fragments in a fragment
 * on a union. A subgraph refuses an undeclared variable.
 */
export function withDeclaredVariables(fetch: FetchNode, definitions: readonly VariableDefinitionNode[]): FetchNode {
  const declared = new Set(fetch.variableUsages);
  const candidates = definitions.filter(
    ({ variable: { name } }) => !declared.has(name.value) && fetch.operation.includes(`$${name.value}`),
  );
  if (!candidates.length) return fetch;
  const document = fetch.operationDocumentNode ?? parse(fetch.operation, { noLocation: true });
  const used = new Set<string>();
  visit(document, { Variable: ({ name }) => void used.add(name.value) });
  const missing = candidates.filter(({ variable }) => used.has(variable.name.value));
  if (!missing.length) return fetch;
  const whole: DocumentNode = {
    ...document,
    definitions: document.definitions.map((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION
        ? { ...definition, variableDefinitions: [...(definition.variableDefinitions ?? []), ...missing] }
        : definition,
    ),
  };
  return {
    ...fetch,
    operation: stripIgnoredCharacters(print(whole)),
    operationDocumentNode: whole,
    variableUsages: [...declared, ...missing.map(({ variable }) => variable.name.value)],
  };
}
