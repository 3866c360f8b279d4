import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DefinitionNode, type DocumentNode, type FragmentDefinitionNode, Kind, parse, visit } from 'graphql';

const DIRECTORY = join(__dirname, '../../schema/operations');

/** An operation of the clients, as a document of its own with the fragments that it uses. */
export interface ClientOperation {
  readonly name: string;
  /** Below schema/operations. */
  readonly file: string;
  readonly document: DocumentNode;
}

/** Everything in schema/operations, in the order of the files. */
export function readOperations(): ClientOperation[] {
  const definitions = readdirSync(DIRECTORY, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.graphql'))
    .sort()
    .flatMap((file) => parse(readFileSync(join(DIRECTORY, file), 'utf8')).definitions.map((definition) => ({ file, definition })));
  const fragments = new Map(
    definitions.flatMap(({ definition }) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
  /** The fragments that a definition spreads, and those that they spread. */
  const fragmentsOf = (definition: DefinitionNode, known = new Set<string>()): FragmentDefinitionNode[] => {
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
  };
  return definitions.flatMap(({ file, definition }) =>
    definition.kind === Kind.OPERATION_DEFINITION && definition.name
      ? [{ name: definition.name.value, file, document: { kind: Kind.DOCUMENT, definitions: [definition, ...fragmentsOf(definition)] } }]
      : [],
  );
}
