import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DefinitionNode, type DocumentNode, type FragmentDefinitionNode, Kind, parse, visit } from 'graphql';

const DIRECTORY = join(__dirname, '../../schema/operations');

const files = readdirSync(DIRECTORY, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.graphql'))
  .map((file) => ({ file, definitions: parse(readFileSync(join(DIRECTORY, file), 'utf8')).definitions }));
const definitions = files.flatMap((file) => file.definitions);

const fragments = new Map(
  definitions.flatMap((definition) => (definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [])),
);

/** The fragments that a definition spreads, and those that they spread. */
function fragmentsOf(definition: DefinitionNode, known = new Set<string>()): FragmentDefinitionNode[] {
  const found: FragmentDefinitionNode[] = [];
  visit(definition, {
    FragmentSpread({ name }) {
      const fragment = fragments.get(name.value);
      if (!fragment || known.has(name.value)) return;
      known.add(name.value);
      found.push(fragment, ...fragmentsOf(fragment, known));
    },
  });
  return found;
}

/** The clients' operations by name, each as a document of its own with the fragments that it uses. */
export const operations: ReadonlyMap<string, DocumentNode> = new Map(
  definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION && definition.name
      ? [
          [
            definition.name.value,
            { kind: Kind.DOCUMENT, definitions: [definition, ...fragmentsOf(definition)] } satisfies DocumentNode,
          ] as const,
        ]
      : [],
  ),
);

export function operation(name: string): DocumentNode {
  const document = operations.get(name);
  if (!document) throw new Error(`There is no operation ${name} in schema/operations.`);
  return document;
}

/** The names of the operations that stand in the files whose path below schema/operations passes. */
export const operationsIn = (passes: (file: string) => boolean): string[] =>
  files
    .filter(({ file }) => passes(file))
    .flatMap((file) => file.definitions)
    .flatMap((definition) => (definition.kind === Kind.OPERATION_DEFINITION && definition.name ? [definition.name.value] : []));
