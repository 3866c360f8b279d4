import { TypeInfo, visit, visitWithTypeInfo, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { Fragments } from './fragments';

/** The deprecated fields and arguments that an operation uses, as `Type.field` and `Type.field(argument:)`; each once. */
export function deprecatedFields(schema: GraphQLSchema, operation: OperationDefinitionNode, fragments: Fragments): readonly string[] {
  const found = new Set<string>();
  const info = new TypeInfo(schema);
  const visitor = visitWithTypeInfo(info, {
    Field() {
      const field = info.getFieldDef();
      if (field?.deprecationReason != null) found.add(`${info.getParentType()!.name}.${field.name}`);
    },
    Argument() {
      const argument = info.getArgument();
      const field = info.getFieldDef();
      if (field && argument?.deprecationReason != null) found.add(`${info.getParentType()!.name}.${field.name}(${argument.name}:)`);
    },
  });
  for (const definition of [operation, ...fragments.values()]) visit(definition, visitor);
  return [...found];
}
