import { print } from 'graphql';

const DOCUMENT = /^export const (\w+) = (\{.*\}) as unknown as DocumentNode<.*>;$/;

/** What `src/generated/operations.ts` exports at run time, as GraphQL text by name: a third of the bytes of the parsed documents. */
export function documentTexts(source) {
  return new Map(
    source.split('\n').flatMap((line) => {
      const [, name, json] = DOCUMENT.exec(line) ?? [];
      if (!name || name.endsWith('FragmentDoc')) return [];
      return [[name, print(JSON.parse(json)).replace(/\s+/g, ' ')]];
    }),
  );
}
