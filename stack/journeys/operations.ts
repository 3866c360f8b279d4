import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DocumentNode, Kind, parse } from 'graphql';

const DIRECTORY = join(__dirname, '../../schema/operations');

/** The clients' operations by name, each as a document of its own. */
export const operations: ReadonlyMap<string, DocumentNode> = new Map(
  readdirSync(DIRECTORY, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.graphql'))
    .flatMap((file) => parse(readFileSync(join(DIRECTORY, file), 'utf8')).definitions)
    .flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION && definition.name
        ? [[definition.name.value, { kind: Kind.DOCUMENT, definitions: [definition] } satisfies DocumentNode] as const]
        : [],
    ),
);

export function operation(name: string): DocumentNode {
  const document = operations.get(name);
  if (!document) throw new Error(`There is no operation ${name} in schema/operations.`);
  return document;
}
