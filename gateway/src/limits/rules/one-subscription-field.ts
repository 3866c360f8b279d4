import {
  GraphQLError,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
  specifiedRules,
  SingleFieldSubscriptionsRule,
  type FieldNode,
  type ValidationRule,
} from 'graphql';
import { rootSelections } from './fields-at-root';

const CONDITIONS: readonly string[] = [GraphQLSkipDirective.name, GraphQLIncludeDirective.name];

/**
 * A subscription has one field at its root, which is always asked for: https://spec.graphql.org/draft/#sec-Single-Root-Field. The rule of
 * graphql-js 16 is older: it takes conditions at the root, and throws where a variable decides about them.
 */
export const oneSubscriptionField: ValidationRule = (context) => ({
  OperationDefinition(node) {
    if (node.operation !== 'subscription') return;
    const name = node.name ? `Subscription "${node.name.value}"` : 'Anonymous Subscription';
    const fields = new Map<string, FieldNode>();
    for (const selection of rootSelections(context, node.selectionSet)) {
      const condition = selection.directives?.find((directive) => CONDITIONS.includes(directive.name.value));
      if (condition) {
        const message = `${name} must not use "@skip" or "@include" at the root. Leave the whole operation out instead.`;
        return context.reportError(new GraphQLError(message, { nodes: [condition] }));
      }
      if (selection.kind === Kind.FIELD) fields.set((selection.alias ?? selection.name).value, selection);
    }
    if (fields.size > 1)
      context.reportError(new GraphQLError(`${name} must select only one top level field.`, { nodes: [...fields.values()].slice(1) }));
    const own = [...fields.values()].filter((field) => field.name.value.startsWith('__'));
    if (own.length) context.reportError(new GraphQLError(`${name} must not select an introspection top level field.`, { nodes: own }));
  },
});

/** The rules of the specification, this one in its merged form. */
export const specified: readonly ValidationRule[] = specifiedRules.map((rule) =>
  rule === SingleFieldSubscriptionsRule ? oneSubscriptionField : rule,
);
