import { SchemaMetaFieldDef, TypeMetaFieldDef, type ValidationRule } from 'graphql';
import { GraphError } from '@marquee/platform';

/** Refuses __schema and __type, with one error for each, and none for the fields below. */
export const noIntrospection: ValidationRule = (context) => ({
  Field(node) {
    const name = node.name.value;
    if (name !== SchemaMetaFieldDef.name && name !== TypeMetaFieldDef.name) return undefined;
    context.reportError(new GraphError('GRAPHQL_VALIDATION_FAILED', `This schema is not public: ${name} is not available.`));
    return false;
  },
});
