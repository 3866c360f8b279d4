import {
  getNamedType,
  getOperationAST,
  isCompositeType,
  Kind,
  type ConstDirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import type { Caller } from '../viewer';

/** What `@cacheControl` says of a field, or of a type. */
interface Hint {
  /** Null where it says nothing of it, and the type does. */
  readonly maxAge: number | null;
  readonly isPrivate: boolean;
}

/** Of an operation, whoever asks. */
interface Reading {
  /** Each field of the root, and each type of `_entities`, may be kept by proxies. */
  readonly isKept: boolean;
  /** Something in it is its viewer's own. */
  readonly isPrivate: boolean;
  readonly hasEntities: boolean;
}

const ENTITIES = '_entities';
const HOME: Reading = { isKept: false, isPrivate: false, hasEntities: false };

/**
 * Which operations may be read from a replica: those of which the schema says already, by `@cacheControl`, that an answer may be older than
 * the question. A visitor's may where every field of the root may be kept; a person's where, besides, nothing in it is their own, and not by
 * reference, since what a gateway refers to was just read elsewhere. Everything else is read at home: what nobody thought about, too.
 */
export class LateOperations {
  private readonly hints = new Map<string, Hint>();
  private readonly read = new WeakMap<DocumentNode, Map<string, Reading>>();

  constructor(
    private readonly schema: GraphQLSchema,
    sdl: DocumentNode,
  ) {
    for (const node of sdl.definitions) {
      if (!('name' in node) || !node.name || !('directives' in node)) continue;
      this.note(node.name.value, node.directives as readonly ConstDirectiveNode[]);
      if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.OBJECT_TYPE_EXTENSION) continue;
      for (const field of node.fields ?? []) this.note(`${node.name.value}.${field.name.value}`, field.directives ?? []);
    }
  }

  /** For a valid query. */
  may(document: DocumentNode, operationName: string | null | undefined, { viewer }: Caller): boolean {
    const { isKept, isPrivate, hasEntities } = this.readingOf(document, operationName ?? '');
    return isKept && (viewer === null || (!isPrivate && !hasEntities));
  }

  private note(name: string, directives: readonly ConstDirectiveNode[]): void {
    const mark = directives.find((directive) => directive.name.value === 'cacheControl');
    if (!mark) return;
    const given = (of: string) => mark.arguments?.find((argument) => argument.name.value === of)?.value;
    const [maxAge, scope, inherits] = [given('maxAge'), given('scope'), given('inheritMaxAge')];
    this.hints.set(name, {
      maxAge: maxAge?.kind === Kind.INT ? Number(maxAge.value) : inherits ? 0 : null,
      isPrivate: scope?.kind === Kind.ENUM && scope.value === 'PRIVATE',
    });
  }

  private readingOf(document: DocumentNode, operationName: string): Reading {
    const ofDocument = this.read.get(document) ?? new Map<string, Reading>();
    this.read.set(document, ofDocument);
    let known = ofDocument.get(operationName);
    if (!known) ofDocument.set(operationName, (known = this.reckon(document, operationName || null)));
    return known;
  }

  private reckon(document: DocumentNode, operationName: string | null): Reading {
    const root = this.schema.getQueryType();
    const operation = getOperationAST(document, operationName);
    if (!root || !operation) return HOME;
    const fragments = new Map(
      document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [])),
    );
    const found = { kept: 0, notKept: 0, isPrivate: false, hasEntities: false };
    for (const { parent, name, entity } of this.fieldsOf(operation.selectionSet, root, fragments)) {
      const own = this.hints.get(`${parent.name}.${name}`);
      const type = 'getFields' in parent ? parent.getFields()[name]?.type : undefined;
      const ofType = type && this.hints.get(getNamedType(type).name);
      if (own?.isPrivate || ofType?.isPrivate) found.isPrivate = true;
      if (entity) found[(this.hints.get(entity)?.maxAge ?? 0) > 0 ? 'kept' : 'notKept']++;
      if (parent !== root) continue;
      if (name === ENTITIES) found.hasEntities = true;
      else if (!name.startsWith('__')) found[(own?.maxAge ?? ofType?.maxAge) ? 'kept' : 'notKept']++;
    }
    const { isPrivate, hasEntities } = found;
    return { isKept: found.kept > 0 && found.notKept === 0, isPrivate, hasEntities };
  }

  /** Every field that is selected, wherever it is; `entity` is the type by which it is selected of `_entities`. */
  private *fieldsOf(
    selectionSet: SelectionSetNode,
    parent: GraphQLCompositeType,
    fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    ofEntities = false,
  ): Generator<{ parent: GraphQLCompositeType; name: string; entity: string | null }> {
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.FIELD) {
        const name = selection.name.value;
        yield { parent, name, entity: ofEntities && name !== '__typename' ? parent.name : null };
        const type = 'getFields' in parent ? parent.getFields()[name]?.type : undefined;
        const of = type && getNamedType(type);
        if (selection.selectionSet && of && isCompositeType(of))
          yield* this.fieldsOf(selection.selectionSet, of, fragments, name === ENTITIES);
        continue;
      }
      const inner = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      const condition = inner?.typeCondition ? this.schema.getType(inner.typeCondition.name.value) : parent;
      if (inner && isCompositeType(condition)) yield* this.fieldsOf(inner.selectionSet, condition, fragments, ofEntities);
    }
  }
}
