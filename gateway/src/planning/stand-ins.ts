import {
  Kind,
  print,
  visit,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';
import { argumentOf, parseFieldSet, printFieldSet } from './field-set';

/** A field without arguments that stands in plans for a field with certain arguments. */
export interface StandIn {
  readonly field: string;
  readonly arguments: NonNullable<FieldNode['arguments']>;
}

export interface StandIns {
  readonly byName: ReadonlyMap<string, StandIn>;
  /** By subgraph, type and field (`needKey`): what the field requires, where stand-ins are among it. */
  readonly needs: ReadonlyMap<string, SelectionSetNode>;
}

type Composite = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

export const needKey = (subgraph: string, type: string, field: string): string => `${subgraph}/${type}.${field}`;

/**
 * Adds stand-ins for required fields with arguments. The planner goes by names: for it, `weight(unit: KG)` that one field requires and
 * `weight(unit: G)` that another requires (or the client requests) are the same. So each set of arguments gets a field of its own,
 * `weight__required_1`, hidden from clients, and `@requires` names that one. `PlanCorrection` puts the real fields back.
 */
export function withStandIns(supergraph: DocumentNode): { document: DocumentNode; standIns: StandIns } {
  const maker = new StandInMaker(supergraph);
  const document = maker.document();
  return { document, standIns: maker };
}

class StandInMaker implements StandIns {
  readonly byName = new Map<string, StandIn>();
  readonly needs = new Map<string, SelectionSetNode>();
  private readonly types = new Map<string, Composite>();
  private readonly subgraphs = new Map<string, string>();
  private readonly nameByCall = new Map<string, string>();
  private readonly added = new Map<string, Map<string, FieldDefinitionNode>>();

  constructor(private readonly supergraph: DocumentNode) {
    for (const definition of supergraph.definitions) {
      if (isComposite(definition)) this.types.set(definition.name.value, definition);
      if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') continue;
      for (const { name, directives = [] } of definition.values ?? []) {
        const subgraph = directives[0] && argumentOf(directives[0], 'name');
        if (subgraph?.kind === Kind.STRING) this.subgraphs.set(name.value, subgraph.value);
      }
    }
  }

  document(): DocumentNode {
    const rewritten = new Map([...this.types].map(([name, type]) => [name, type.fields?.map((field) => this.field(type, field))]));
    if (this.byName.size === 0) return this.supergraph;
    return {
      ...this.supergraph,
      definitions: this.supergraph.definitions.map((definition) =>
        isComposite(definition)
          ? {
              ...definition,
              fields: [
                ...(rewritten.get(definition.name.value) ?? []),
                ...[...(this.added.get(definition.name.value)?.values() ?? [])].map((field) => this.field(definition, field)),
              ],
            }
          : definition,
      ),
    };
  }

  private field(type: Composite, field: FieldDefinitionNode): FieldDefinitionNode {
    return { ...field, directives: field.directives?.map((directive) => this.directive(type, field, directive)) };
  }

  private directive(type: Composite, field: FieldDefinitionNode, directive: ConstDirectiveNode): ConstDirectiveNode {
    const requires = directive.name.value === 'join__field' ? argumentOf(directive, 'requires') : undefined;
    if (requires?.kind !== Kind.STRING) return directive;
    const before = this.byName.size;
    const needed = this.replace(parseFieldSet(requires.value), type.name.value);
    if (this.byName.size === before && !mentions(needed, this.byName)) return directive;
    const graph = argumentOf(directive, 'graph');
    const subgraph = graph?.kind === Kind.ENUM ? this.subgraphs.get(graph.value) : undefined;
    if (subgraph !== undefined) this.needs.set(needKey(subgraph, type.name.value, field.name.value), needed);
    return {
      ...directive,
      arguments: directive.arguments?.map((argument) =>
        argument.name.value === 'requires' ? { ...argument, value: { kind: Kind.STRING, value: printFieldSet(needed) } } : argument,
      ),
    };
  }

  private replace(selectionSet: SelectionSetNode, typeName: string): SelectionSetNode {
    const selections = selectionSet.selections.map((selection): SelectionNode => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
      if (selection.kind === Kind.INLINE_FRAGMENT)
        return { ...selection, selectionSet: this.replace(selection.selectionSet, selection.typeCondition?.name.value ?? typeName) };
      const definition = this.types.get(typeName)?.fields?.find((field) => field.name.value === selection.name.value);
      const below = definition && selection.selectionSet ? this.replace(selection.selectionSet, nameOf(definition.type)) : undefined;
      const replaced = below ? { ...selection, selectionSet: below } : selection;
      if (!definition?.arguments?.length) return replaced;
      return { ...replaced, name: { kind: Kind.NAME, value: this.standIn(typeName, definition, selection) }, arguments: [] };
    });
    return { ...selectionSet, selections };
  }

  private standIn(typeName: string, definition: FieldDefinitionNode, { name, arguments: given = [] }: FieldNode): string {
    const call = `${name.value}(${given.map(print).sort().join()})`;
    let standIn = this.nameByCall.get(call);
    if (!standIn) {
      standIn = `${name.value}__required_${this.nameByCall.size + 1}`;
      this.nameByCall.set(call, standIn);
      this.byName.set(standIn, { field: name.value, arguments: given });
    }
    for (const holder of [typeName, ...this.implementationsOf(typeName)]) this.add(holder, standIn, definition);
    return standIn;
  }

  private add(typeName: string, standIn: string, fallback: FieldDefinitionNode): void {
    const type = this.types.get(typeName);
    const own = type?.fields?.find((field) => field.name.value === fallback.name.value);
    if (!own) return;
    const added = this.added.get(typeName) ?? new Map<string, FieldDefinitionNode>();
    this.added.set(typeName, added);
    const joins = own.directives?.filter((directive) => directive.name.value === 'join__field') ?? [];
    added.set(standIn, {
      kind: Kind.FIELD_DEFINITION,
      name: { kind: Kind.NAME, value: standIn },
      type: own.type,
      directives: [...joins, { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: 'inaccessible' } }],
    });
  }

  private implementationsOf(name: string): string[] {
    return [...this.types.values()]
      .filter((type) => type.interfaces?.some((one) => one.name.value === name))
      .map((type) => type.name.value);
  }
}

const isComposite = (definition: { kind: string }): definition is Composite =>
  definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION;

const nameOf = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type));

function mentions(selectionSet: SelectionSetNode, names: ReadonlyMap<string, unknown>): boolean {
  let found = false;
  visit(selectionSet, { Field: ({ name }) => void (found ||= names.has(name.value)) });
  return found;
}
