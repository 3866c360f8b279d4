import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { collectFields } from '../../document/fields';
import { isFields, read, type Fields } from '../../objects';
import type { ResponsePath } from '../response-paths';
import type { Fragments } from '../../document/selection-tree';

/** Selections on one place of the response, and what they ask of objects there, by their types. */
interface Part {
  readonly type: GraphQLCompositeType;
  readonly selectionSets: readonly SelectionSetNode[];
  readonly byType: Map<GraphQLCompositeType, ReadonlyMap<string, Part | null>>;
}

/** What the client asks for with the values of one run, in the public schema. Only gone into when something failed. */
export class Asked {
  private root: Part | undefined;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: Fragments,
    private readonly values: Fields,
    private readonly operation: OperationDefinitionNode,
  ) {}

  /**
   * The part of a path that the client asks for, going by the types of the objects in the data: what was fetched for the plan's own needs
   * has no place in the response, nor has what only objects of another type were to be asked about.
   */
  visiblePart(path: ResponsePath, data: Fields): ResponsePath {
    this.root ??= partOf(this.schema.getRootType(this.operation.operation)!, [this.operation.selectionSet]);
    let part: Part | null = this.root;
    let value: unknown = data;
    for (let at = 0; at < path.length; at++) {
      const leg = path[at]!;
      if (typeof leg === 'number') {
        value = Array.isArray(value) ? value[leg] : undefined;
        continue;
      }
      const next: Part | null | undefined = part ? this.below(part, value, leg) : undefined;
      if (next === undefined) return path.slice(0, at);
      part = next;
      value = isFields(value) ? read(value, leg) : undefined;
    }
    return path;
  }

  /** Null below a leaf; undefined when it is not asked for. */
  private below(part: Part, object: unknown, key: string): Part | null | undefined {
    for (const type of this.typesOf(part, object)) {
      const found = this.fieldsOf(part, type).get(key);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The type of the object, as far as it is known; else all that it may have. */
  private typesOf({ type }: Part, object: unknown): readonly GraphQLCompositeType[] {
    const name = isFields(object) && typeof object.__typename === 'string' ? object.__typename : type.name;
    const named = this.schema.getType(name);
    const known = isCompositeType(named) ? named : type;
    return isAbstractType(known) ? [known, ...this.schema.getPossibleTypes(known)] : [known];
  }

  private fieldsOf({ selectionSets, byType }: Part, type: GraphQLCompositeType): ReadonlyMap<string, Part | null> {
    let fields = byType.get(type);
    if (!fields) {
      const collected = collectFields(this.schema, this.fragments, this.values, type, selectionSets);
      const parts = [...collected].map(([key, nodes]): [string, Part | null] => {
        const definition = 'getFields' in type ? type.getFields()[nodes[0]!.name.value] : undefined;
        const below = definition && getNamedType(definition.type);
        return [
          key,
          isCompositeType(below)
            ? partOf(
                below,
                nodes.flatMap((node) => node.selectionSet ?? []),
              )
            : null,
        ];
      });
      byType.set(type, (fields = new Map(parts)));
    }
    return fields;
  }
}

const partOf = (type: GraphQLCompositeType, selectionSets: readonly SelectionSetNode[]): Part => ({
  type,
  selectionSets,
  byType: new Map(),
});
