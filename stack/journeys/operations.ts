import type { DocumentNode } from 'graphql';
import { readOperations } from '../src/client-operations';

const all = readOperations();

/** The clients' operations by name, each as a document of its own with the fragments that it uses. */
export const operations: ReadonlyMap<string, DocumentNode> = new Map(all.map(({ name, document }) => [name, document]));

export function operation(name: string): DocumentNode {
  const document = operations.get(name);
  if (!document) throw new Error(`There is no operation ${name} in schema/operations.`);
  return document;
}

/** The names of the operations that stand in the files whose path below schema/operations passes. */
export const operationsIn = (passes: (file: string) => boolean): string[] => all.filter(({ file }) => passes(file)).map(({ name }) => name);
