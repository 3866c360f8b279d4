import { SchemaMetaFieldDef, TypeMetaFieldDef, type ValidationRule } from 'graphql';
import { GraphError } from '@marquee/platform';

/** Refuses __schema and __type, once for each: what stands below them is not told of. */
export const noIntrospection: ValidationRule = (context) => ({
  Field(node) {
    const name = node.name.value;
    if (name !== SchemaMetaFieldDef.name && name !== TypeMetaFieldDef.name) return undefined;
    context.reportError(new GraphError('GRAPHQL_VALIDATION_FAILED', `This schema is not public: ${name} is not available.`));
    return false;
  },
});
