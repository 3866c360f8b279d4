import { Kind, type FragmentDefinitionNode, type ValidationContext } from 'graphql';

export function fragmentsIn(context: ValidationContext): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    context
      .getDocument()
      .definitions.flatMap((definition) =>
        definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
      ),
  );
}
