import type { BatchFetchNode, EntityBatchAlias, PlanNode } from '@graphql-hive/router-query-planner';
import {
  Kind,
  parse,
  print,
  stripIgnoredCharacters,
  visit,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
} from 'graphql';

const REPRESENTATIONS = 'representations';

/** The single fetches of which a fetch of several lists of entities consists, one for each place. */
export function takeApart(batch: BatchFetchNode): PlanNode[] {
  const document = parse(batch.operation, { noLocation: true });
  return batch.entityBatch.aliases.flatMap((part) => {
    const { text, variables } = operationOf(document, part);
    const fetch: PlanNode = {
      kind: 'Fetch',
      serviceName: batch.serviceName,
      operationKind: batch.operationKind,
      operationName: batch.operationName,
      operation: text,
      variableUsages: batch.variableUsages?.filter((name) => variables.has(name)),
      requires: part.requires,
      ...(part.inputRewrites ? { inputRewrites: part.inputRewrites } : {}),
      ...(part.outputRewrites ? { outputRewrites: part.outputRewrites } : {}),
    };
    return part.paths.map((path): PlanNode => ({ kind: 'Flatten', path, node: fetch }));
  });
}

/** The operation with one of the aliases only, under the names that a single fetch has. */
function operationOf(document: DocumentNode, { alias, representationsVariableName }: EntityBatchAlias) {
  const operation = document.definitions.find(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  )!;
  const field = operation.selectionSet.selections.find(
    (selection): selection is FieldNode => selection.kind === Kind.FIELD && (selection.alias ?? selection.name).value === alias,
  )!;
  const fragments = new Map(
    document.definitions.flatMap((definition): [string, FragmentDefinitionNode][] =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
    ),
  );
  const used = new Set<FragmentDefinitionNode>();
  const variables = new Set<string>();
  const look = (node: FieldNode | FragmentDefinitionNode): void => {
    visit(node, {
      Variable: ({ name }) => void variables.add(name.value),
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value);
        if (!fragment || used.has(fragment)) return;
        used.add(fragment);
        look(fragment);
      },
    });
  };
  look(field);
  const single: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        ...operation,
        variableDefinitions: operation.variableDefinitions?.filter(({ variable }) => variables.has(variable.name.value)),
        selectionSet: { kind: Kind.SELECTION_SET, selections: [{ ...field, alias: undefined }] },
      },
      ...used,
    ],
  };
  const renamed: DocumentNode = visit(single, {
    Variable: (variable) =>
      variable.name.value === representationsVariableName ? { ...variable, name: { kind: Kind.NAME, value: REPRESENTATIONS } } : undefined,
  });
  return { text: stripIgnoredCharacters(print(renamed)), variables };
}
