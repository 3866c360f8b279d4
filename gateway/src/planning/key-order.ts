import { Kind, type ConstDirectiveNode, type DocumentNode } from 'graphql';
import { argumentOf } from './field-set';

/**
 * Puts resolvable keys before the others. To come back to a subgraph with a required field the planner takes the first of the type's keys
 * there, even one by which the subgraph resolves nothing.
 */
export function withResolvableKeysFirst(supergraph: DocumentNode): DocumentNode {
  let changed = false;
  const definitions = supergraph.definitions.map((definition) => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) return definition;
    const { directives = [] } = definition;
    const ordered = [...directives].sort((one, other) => Number(isUnresolvable(one)) - Number(isUnresolvable(other)));
    if (ordered.every((directive, index) => directive === directives[index])) return definition;
    changed = true;
    return { ...definition, directives: ordered };
  });
  return changed ? { ...supergraph, definitions } : supergraph;
}

function isUnresolvable(directive: ConstDirectiveNode): boolean {
  const resolvable = directive.name.value === 'join__type' ? argumentOf(directive, 'resolvable') : undefined;
  return resolvable?.kind === Kind.BOOLEAN && !resolvable.value;
}
