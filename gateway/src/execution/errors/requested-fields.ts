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
import type { Fragments } from '../../document/fragments';
import { isFields, read, type Fields } from '../../objects';
import type { ResponsePath } from '../response-paths';

/** The selections at one place of the response, and the fields they request of objects there, by type. */
interface RequestedPart {
  readonly type: GraphQLCompositeType;
  readonly selectionSets: readonly SelectionSetNode[];
  readonly byType: Map<GraphQLCompositeType, ReadonlyMap<string, RequestedPart | null>>;
}

/** The fields that the client requests with the values of one run, in the public schema. Only worked out when something failed. */
export class RequestedFields {
  private root: RequestedPart | undefined;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: Fragments,
    private readonly values: Fields,
    private readonly operation: OperationDefinitionNode,
  ) {}

  /**
   * Returns the part of a path that the client requests, by the types of the objects in the data. Fields that the plan fetched for its own
   * needs have no place in the response; nor have fields that were requested of objects of another type only.
   */
  visiblePart(path: ResponsePath, data: Fields): ResponsePath {
    this.root ??= partOf(this.schema.getRootType(this.operation.operation)!, [this.operation.selectionSet]);
    let part: RequestedPart | null = this.root;
    let value: unknown = data;
    for (let at = 0; at < path.length; at++) {
      const leg = path[at]!;
      if (typeof leg === 'number') {
        value = Array.isArray(value) ? value[leg] : undefined;
        continue;
      }
      const next: RequestedPart | null | undefined = part ? this.below(part, value, leg) : undefined;
      if (next === undefined) return path.slice(0, at);
      part = next;
      value = isFields(value) ? read(value, leg) : undefined;
    }
    return path;
  }

  /** Null below a leaf; undefined when the field is not requested. */
  private below(part: RequestedPart, object: unknown, key: string): RequestedPart | null | undefined {
    for (const type of this.typesOf(part, object)) {
      const found = this.fieldsOf(part, type).get(key);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The type of the object if it is known, or else every type that it may have. */
  private typesOf({ type }: RequestedPart, object: unknown): readonly GraphQLCompositeType[] {
    const name = isFields(object) && typeof object.__typename === 'string' ? object.__typename : type.name;
    const named = this.schema.getType(name);
    const known = isCompositeType(named) ? named : type;
    return isAbstractType(known) ? [known, ...this.schema.getPossibleTypes(known)] : [known];
  }

  private fieldsOf({ selectionSets, byType }: RequestedPart, type: GraphQLCompositeType): ReadonlyMap<string, RequestedPart | null> {
    let fields = byType.get(type);
    if (!fields) {
      const collected = collectFields({ schema: this.schema, fragments: this.fragments, values: this.values }, type, selectionSets);
      const parts = [...collected].map(([key, nodes]): [string, RequestedPart | null] => {
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

const partOf = (type: GraphQLCompositeType, selectionSets: readonly SelectionSetNode[]): RequestedPart => ({
  type,
  selectionSets,
  byType: new Map(),
});
