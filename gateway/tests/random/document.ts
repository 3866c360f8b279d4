import {
  doTypesOverlap,
  getNamedType,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isCompositeType,
  Kind,
  OverlappingFieldsCanBeMergedRule,
  print,
  validate,
  visit,
  type ArgumentNode,
  type DefinitionNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type NamedTypeNode,
  type NameNode,
  type OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { Variables } from './variables';
import type { Condition, FieldWish, Selection, Wish } from './wishes';

/** What a client sends. */
export interface Operation {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

/** The gateway's limits, which operations stay below: it is asked for answers, not for refusals. */
const LIMITS = { depth: 10, aliases: 15, selections: 120 };
const MAX_REPAIRS = 60;
/** What stands where nothing else is left. No field and no other alias is called that. */
const EMPTY = 'nothingElse';

/** Writes a wish as a document that is valid on the schema. What contradicts something before it is left out. */
export function writeOperation(schema: GraphQLSchema, wish: Wish, kind: OperationTypeNode): Operation {
  const writer = new Writer(schema);
  const root = writer.selectionSet(schema.getRootType(kind)!, wish.selections, { wish, shared: wish.fragments.length, depth: 0 });
  const drafted: DefinitionNode[] = [
    { kind: Kind.OPERATION_DEFINITION, operation: kind, selectionSet: root },
    ...writer.fragments.values(),
  ];
  const [operation, ...others] = withoutContradictions(schema, { kind: Kind.DOCUMENT, definitions: drafted }).definitions;
  const spread = namesBelow(operation!, others as FragmentDefinitionNode[]);
  const fragments = (others as FragmentDefinitionNode[]).filter((fragment) => spread.fragments.has(fragment.name.value));
  const { definitions, values } = writer.variables.of(spread.variables);
  const whole = { ...operation, variableDefinitions: definitions } as DefinitionNode;
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [whole, ...fragments] };
  const query = print(document);
  const faults = validate(schema, document);
  if (faults.length) throw new Error(`An invalid document was written: ${faults[0]!.message}\n${query}`);
  return { query, variables: values };
}

/** Where in a wish the writer is. */
interface Place {
  readonly wish: Wish;
  /** Of the wish's own fragments those with a number below may be spread here. */
  readonly shared: number;
  readonly depth: number;
}

class Writer {
  private aliases = 0;
  private selections = 0;
  readonly variables = new Variables();
  /** By what they hold: equal ones are one, spread in several places. */
  readonly fragments = new Map<string, FragmentDefinitionNode>();

  constructor(private readonly schema: GraphQLSchema) {}

  selectionSet(type: GraphQLCompositeType, selections: readonly Selection[], place: Place): SelectionSetNode {
    const nodes = selections.flatMap((selection): SelectionNode[] => this.selection(type, selection, place) ?? []);
    return { kind: Kind.SELECTION_SET, selections: nodes.length ? nodes : [typename(null)] };
  }

  private selection(type: GraphQLCompositeType, selection: Selection, place: Place): SelectionNode[] | null {
    if (++this.selections > LIMITS.selections) return null;
    switch (selection.kind) {
      case 'field':
        return selection.below && place.depth + 1 >= LIMITS.depth ? null : [this.field(type, selection, place)];
      case 'typename':
        return [typename(this.alias(selection.alias))];
      case 'inline': {
        const { on, below, conditions } = selection;
        const selectionSet = this.selectionSet(this.composite(on ?? type.name), below, place);
        return [
          {
            kind: Kind.INLINE_FRAGMENT,
            ...(on ? { typeCondition: typeNamed(on) } : {}),
            directives: this.conditions(conditions),
            selectionSet,
          },
        ];
      }
      case 'named':
        return [this.spread(selection.on ?? type.name, selection, selection.conditions, place)];
      case 'spread': {
        const fitting = place.wish.fragments
          .slice(0, place.shared)
          .filter(({ on }) => doTypesOverlap(this.schema, type, this.composite(on)));
        const fragment = fitting[selection.pick % (fitting.length || 1)];
        if (!fragment) return null;
        return [this.spread(fragment.on, fragment, selection.conditions, { ...place, shared: place.wish.fragments.indexOf(fragment) })];
      }
    }
  }

  private spread(
    on: string,
    { below }: { below: readonly Selection[] },
    conditions: readonly Condition[],
    { wish, shared, depth }: Place,
  ): SelectionNode {
    const key = JSON.stringify([on, below, shared, depth]);
    let fragment = this.fragments.get(key);
    if (!fragment) {
      const selectionSet = this.selectionSet(this.composite(on), below, { wish, shared, depth });
      fragment = { kind: Kind.FRAGMENT_DEFINITION, name: named(`F${this.fragments.size}`), typeCondition: typeNamed(on), selectionSet };
      this.fragments.set(key, fragment);
    }
    return { kind: Kind.FRAGMENT_SPREAD, name: fragment.name, directives: this.conditions(conditions) };
  }

  private field(type: GraphQLCompositeType, { name, alias, args, conditions, below }: FieldWish, place: Place): FieldNode {
    const definition = 'getFields' in type ? type.getFields()[name]! : undefined;
    if (!definition) throw new Error(`${type.name} has no field ${name}.`);
    const returns = getNamedType(definition.type);
    const nodes = args.map((wished): ArgumentNode => {
      const { type: of } = definition.args.find((argument) => argument.name === wished.name)!;
      return { kind: Kind.ARGUMENT, name: named(wished.name), value: this.variables.place(of, wished.value, wished.way) };
    });
    const other = alias === name ? null : this.alias(alias);
    return {
      kind: Kind.FIELD,
      ...(other ? { alias: named(other) } : {}),
      name: named(name),
      arguments: nodes,
      directives: this.conditions(conditions),
      ...(below && isCompositeType(returns)
        ? { selectionSet: this.selectionSet(returns, below, { ...place, depth: place.depth + 1 }) }
        : {}),
    };
  }

  private alias(wished: string | null): string | null {
    return wished && this.aliases++ < LIMITS.aliases ? wished : null;
  }

  private conditions(conditions: readonly Condition[]): DirectiveNode[] {
    return conditions.map(({ directive, value, way }) => {
      const { args } = { include: GraphQLIncludeDirective, skip: GraphQLSkipDirective }[directive];
      const argument = { kind: Kind.ARGUMENT as const, name: named('if'), value: this.variables.condition(args[0]!.type, value, way) };
      return { kind: Kind.DIRECTIVE, name: named(directive), arguments: [argument] };
    });
  }

  private composite(name: string): GraphQLCompositeType {
    return this.schema.getType(name) as GraphQLCompositeType;
  }
}

/** Two fields under one name in the response must be the same: of those that are not, the later one goes. */
function withoutContradictions(schema: GraphQLSchema, drafted: DocumentNode): DocumentNode {
  let document = drafted;
  for (let turn = 0; turn < MAX_REPAIRS; turn++) {
    const faults = validate(schema, document, [OverlappingFieldsCanBeMergedRule]);
    if (!faults.length) return document;
    // After a hundred, graphql-js says that there are too many, which is about no node.
    const going = new Set(faults.flatMap(({ nodes }) => nodes?.at(-1) ?? []));
    document = visit(document, {
      Field: (field) => (going.has(field) ? null : undefined),
      SelectionSet: { leave: (set) => (set.selections.length ? undefined : { ...set, selections: [typename(EMPTY)] }) },
    });
  }
  throw new Error(`A document stays contradictory:\n${print(document)}`);
}

/** What an operation uses, through its fragments too. */
function namesBelow(operation: DefinitionNode, fragments: readonly FragmentDefinitionNode[]) {
  const used = { fragments: new Set<string>(), variables: new Set<string>() };
  const look = (definition: DefinitionNode): void => {
    visit(definition, {
      Variable: ({ name }) => void used.variables.add(name.value),
      FragmentSpread({ name }) {
        if (used.fragments.has(name.value)) return;
        used.fragments.add(name.value);
        look(fragments.find((fragment) => fragment.name.value === name.value)!);
      },
    });
  };
  look(operation);
  return used;
}

const named = (value: string): NameNode => ({ kind: Kind.NAME, value });
const typeNamed = (value: string): NamedTypeNode => ({ kind: Kind.NAMED_TYPE, name: named(value) });
/** A node of its own each time: what contradicts is told apart by its node. */
const typename = (alias: string | null): FieldNode => ({
  kind: Kind.FIELD,
  ...(alias ? { alias: named(alias) } : {}),
  name: named('__typename'),
});
