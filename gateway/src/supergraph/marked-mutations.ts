import { Kind, type DocumentNode } from 'graphql';

/** Fields of the mutation type by the directive that the supergraph's SDL marks them with. */
export type MarkedMutations = Readonly<Record<'sensitive' | 'consequential' | 'signsOut' | 'unprompted', ReadonlySet<string>>>;

export function markedMutations(supergraph: DocumentNode): MarkedMutations {
  const schema = supergraph.definitions.find((definition) => definition.kind === Kind.SCHEMA_DEFINITION);
  const root = schema?.operationTypes.find(({ operation }) => operation === 'mutation')?.type.name.value ?? 'Mutation';
  const fields = supergraph.definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === root ? (definition.fields ?? []) : [],
  );
  const marked = (mark: string) =>
    new Set(fields.flatMap(({ name, directives }) => (directives?.some((one) => one.name.value === mark) ? [name.value] : [])));
  return {
    sensitive: marked('sensitive'),
    consequential: marked('consequential'),
    signsOut: marked('signsOut'),
    unprompted: marked('unprompted'),
  };
}
