import {
  isAbstractType,
  isCompositeType,
  Kind,
  valueFromASTUntyped,
  type DirectiveNode,
  type GraphQLCompositeType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

/** The arguments of `@live` on a subscription field. */
export interface LiveField {
  /** The argument after which the stream continues. */
  readonly cursor: string | undefined;
  /** PRIVATE fields, as `Type.field`, that are the same for all viewers whom the owner does not set apart. */
  readonly covers: ReadonlySet<string>;
}

const LIVE_SPEC = 'https://specs.marquee.dev/live/';

/** The composed directives on the fields of a supergraph. Reads the full schema: the clients' has no directives any more. */
export class Directives {
  private readonly speaksLive: boolean;

  constructor(private readonly schema: GraphQLSchema) {
    // A directive of the same name from another specification means something else.
    const links = directivesOf([schema.astNode, ...schema.extensionASTNodes], 'link');
    this.speaksLive = links.some((link) => String(argument(link, 'url')).startsWith(LIVE_SPEC));
  }

  live(field: string): LiveField | null {
    const node = this.schema.getSubscriptionType()?.getFields()[field]?.astNode;
    const [live] = this.speaksLive ? directivesOf([node], 'live') : [];
    if (!live) return null;
    const covers = argument(live, 'covers');
    return { cursor: argument(live, 'cursor') as string | undefined, covers: new Set(Array.isArray(covers) ? covers : []) };
  }

  /**
   * Returns the PRIVATE fields that a selection of this field may mean, as `Type.field`: for an abstract type, those of every type it can be;
   * for every type, those of its interfaces, too, whose directives hold for all that implement them.
   */
  privateFields(parent: GraphQLCompositeType, field: string): string[] {
    return this.relatives(parent).flatMap(({ name }) => (this.isPrivate(name, field) ? [`${name}.${field}`] : []));
  }

  /**
   * How many seconds a selection of this field may be kept by its hints, the smallest of all that it may mean; undefined for as long as what
   * it is of.
   */
  maxAge(parent: GraphQLCompositeType, field: string, isRoot: boolean): number | undefined {
    const ages = this.objectsOf(parent).map((type) => this.maxAgeIn(type, field, isRoot));
    return smallest(ages);
  }

  private maxAgeIn(parent: GraphQLNamedType, name: string, isRoot: boolean): number | undefined {
    const field = 'getFields' in parent ? parent.getFields()[name] : undefined;
    const type = field && this.schema.getType(namedType(String(field.type)));
    const ofType = isCompositeType(type) ? this.hintOf(type) : {};
    const own = hintIn([field?.astNode]);
    const maxAge = own.maxAge ?? ofType.maxAge;
    if (maxAge !== undefined) return maxAge;
    return isRoot || (isCompositeType(type) && !(own.inherits ?? ofType.inherits)) ? 0 : undefined;
  }

  /** An abstract type without a hint has that of its types, if all have one. */
  private hintOf(type: GraphQLNamedType): KeepingHint {
    const own = hintIn([type.astNode, ...type.extensionASTNodes]);
    if (own.maxAge !== undefined || own.inherits || !isAbstractType(type)) return own;
    const hints = this.objectsOf(type).map((one) => hintIn([one.astNode, ...one.extensionASTNodes]));
    if (!hints.length || hints.some(({ maxAge, inherits }) => maxAge === undefined && !inherits)) return {};
    const maxAge = smallest(hints.map((hint) => hint.maxAge));
    return maxAge === undefined ? { inherits: true } : { maxAge };
  }

  private objectsOf(type: GraphQLNamedType): readonly GraphQLNamedType[] {
    const known = this.schema.getType(type.name) ?? type;
    return isAbstractType(known) ? this.schema.getPossibleTypes(known) : [known];
  }

  private isPrivate(typeName: string, fieldName: string): boolean {
    const type = this.schema.getType(typeName);
    const field = type && 'getFields' in type ? type.getFields()[fieldName] : undefined;
    const own = scopeOf([field?.astNode]);
    if (own) return own === 'PRIVATE';
    const answered = field && this.schema.getType(namedType(String(field.type)));
    return answered ? this.relatives(answered).some((type) => scopeOf([type.astNode, ...type.extensionASTNodes]) === 'PRIVATE') : false;
  }

  /** The type, every type it can be, and the interfaces of all these. */
  private relatives(type: GraphQLNamedType): readonly GraphQLNamedType[] {
    const known = this.schema.getType(type.name) ?? type;
    const objects = isAbstractType(known) ? this.schema.getPossibleTypes(known) : [];
    const all = new Set<GraphQLNamedType>([known, ...objects]);
    for (const one of all) if ('getInterfaces' in one) for (const parent of one.getInterfaces()) all.add(parent);
    return [...all];
  }
}

const namedType = (written: string) => written.replace(/[[\]!]/g, '');

type Annotated = { readonly directives?: readonly DirectiveNode[] } | null | undefined;

const directivesOf = (nodes: readonly Annotated[], name: string): DirectiveNode[] =>
  nodes.flatMap((node) => (node?.directives ?? []).filter((directive) => directive.name.value === name));

const scopeOf = (nodes: readonly Annotated[]): unknown =>
  directivesOf(nodes, 'cacheControl')
    .map((directive) => argument(directive, 'scope'))
    .find((scope) => scope !== undefined);

interface KeepingHint {
  readonly maxAge?: number;
  /** True: as long as what it is of, though it has fields of its own. */
  readonly inherits?: boolean;
}

function hintIn(nodes: readonly Annotated[]): KeepingHint {
  const hints = directivesOf(nodes, 'cacheControl');
  const maxAge = smallest(hints.map((hint) => seconds(argument(hint, 'maxAge'))));
  if (maxAge !== undefined) return { maxAge };
  return hints.some((hint) => argument(hint, 'inheritMaxAge') === true) ? { inherits: true } : {};
}

const seconds = (given: unknown): number | undefined => (typeof given === 'number' && given >= 0 ? given : undefined);

const smallest = (numbers: readonly (number | undefined)[]): number | undefined =>
  numbers.reduce((least, one) => (one === undefined ? least : Math.min(least ?? one, one)), undefined);

function argument(directive: DirectiveNode, name: string): unknown {
  const given = directive.arguments?.find((one) => one.name.value === name);
  return given && given.value.kind !== Kind.NULL ? valueFromASTUntyped(given.value) : undefined;
}
