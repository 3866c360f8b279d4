import { Kind, type ConstDirectiveNode, type DocumentNode, type SelectionSetNode } from 'graphql';
import { argumentOf, parseFieldSet } from './field-set';

/** The required fields of fields, and the keys of entities, from the supergraph's join directives. */
export class RequiredFields {
  private readonly subgraphs = new Map<string, string>();
  private readonly required = new Map<string, SelectionSetNode>();
  private readonly keys = new Map<string, SelectionSetNode[]>();

  constructor(supergraph: DocumentNode) {
    for (const definition of supergraph.definitions) {
      if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') continue;
      for (const { name, directives = [] } of definition.values ?? [])
        this.subgraphs.set(name.value, (directives[0] && textOf(directives[0], 'name')) ?? name.value);
    }
    for (const definition of supergraph.definitions) {
      if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
      const type = definition.name.value;
      for (const directive of definition.directives ?? []) {
        const key = directive.name.value === 'join__type' ? textOf(directive, 'key') : undefined;
        const at = `${this.subgraphOf(directive)}/${type}`;
        if (key !== undefined) this.keys.set(at, [...(this.keys.get(at) ?? []), parseFieldSet(key)]);
      }
      for (const field of definition.fields ?? [])
        for (const directive of field.directives ?? []) {
          const requires = directive.name.value === 'join__field' ? textOf(directive, 'requires') : undefined;
          if (requires !== undefined)
            this.required.set(`${this.subgraphOf(directive)}/${type}.${field.name.value}`, parseFieldSet(requires));
        }
    }
  }

  get areAny(): boolean {
    return this.required.size > 0;
  }

  /** The fields that the subgraph needs for the field of the type; undefined when it needs none. */
  of(subgraph: string, type: string, field: string): SelectionSetNode | undefined {
    return this.required.get(`${subgraph}/${type}.${field}`);
  }

  /** The keys by which the subgraph knows entities of the type. */
  keysOf(subgraph: string, type: string): readonly SelectionSetNode[] {
    return this.keys.get(`${subgraph}/${type}`) ?? [];
  }

  private subgraphOf(directive: ConstDirectiveNode): string | undefined {
    const graph = argumentOf(directive, 'graph');
    return graph?.kind === Kind.ENUM ? this.subgraphs.get(graph.value) : undefined;
  }
}

function textOf(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = argumentOf(directive, name);
  return value?.kind === Kind.STRING ? value.value : undefined;
}
