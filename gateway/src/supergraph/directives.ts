import {
  isAbstractType,
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

function argument(directive: DirectiveNode, name: string): unknown {
  const given = directive.arguments?.find((one) => one.name.value === name);
  return given && given.value.kind !== Kind.NULL ? valueFromASTUntyped(given.value) : undefined;
}
