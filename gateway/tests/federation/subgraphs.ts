import { Kind, type SelectionSetNode } from 'graphql';
import type { Caller } from '@marquee/platform';
import type { SubgraphPlan } from '../kit';
import { readDeclarations, type Declarations } from './declarations';
import { UNKNOWN_TO, type Data, type Supergraph, type Thing } from './supergraph';

/** The data of the case that runs at the moment. */
export interface Store {
  data: Data;
}

/**
 * Subgraphs over common data. Each sees of a thing exactly what its SDL declares: fields that another owns are there only when the
 * gateway sent them in a representation (or the SDL says that they are provided), and a field that was overridden is never answered.
 * So a plan that is carried out wrongly cannot end in the right answer.
 */
export function subgraphsOver({ subgraphs, bare = [] }: Supergraph, store: Store): SubgraphPlan[] {
  const all = new Map(Object.entries(subgraphs).map(([name, sdl]) => [name, readDeclarations(sdl)]));
  return Object.entries(subgraphs).map(([name, sdl]) => ({
    name,
    sdl,
    bare: bare.includes(name),
    resolvers: new Views(name, all, store).resolvers(),
  }));
}

const ROOTS = ['Query', 'Mutation', 'Subscription'] as const;
type Root = (typeof ROOTS)[number];
const isRoot = (name: string): name is Root => (ROOTS as readonly string[]).includes(name);

class Views {
  private readonly types: Declarations;
  private readonly provided = new Set<string>();

  constructor(
    private readonly subgraph: string,
    private readonly all: ReadonlyMap<string, Declarations>,
    private readonly store: Store,
  ) {
    this.types = all.get(subgraph)!;
    for (const type of this.types.values()) {
      for (const key of type.keys) this.provide(type.name, key);
      for (const field of type.fields.values()) if (field.provides) this.provide(field.returns, field.provides);
    }
  }

  resolvers(): Record<string, unknown> {
    const resolvers: Record<string, Record<string, unknown>> = {};
    for (const type of this.types.values()) {
      if (type.kind === 'union') continue;
      const own: Record<string, unknown> = (resolvers[type.name] = {});
      if (type.keys.length)
        own.__resolveReference = (reference: Thing) => {
          const thing = this.find(type.name, reference);
          return thing && this.view(thing, type.kind === 'object' ? type.name : thing.__typename!, reference);
        };
      if (type.kind !== 'object') continue;
      for (const [name, { returns }] of type.fields) {
        const resolve = (source: Thing | undefined, args: unknown, { caller }: { caller: Caller }) =>
          this.present(call(isRoot(type.name) ? this.root(type.name) : source!, name, args, caller), returns);
        own[name] =
          type.name === 'Subscription'
            ? { subscribe: this.events(name), resolve: (event: unknown) => this.present(event, returns) }
            : resolve;
      }
    }
    return resolvers;
  }

  private events(name: string) {
    return async (_: unknown, args: unknown, { caller }: { caller: Caller }) =>
      stream((await call(this.root('Subscription'), name, args, caller)) as unknown[]);
  }

  private root(name: Root): Thing {
    return this.view(this.store.data[name] ?? {}, name);
  }

  /** A value as this subgraph hands it on. */
  private present(value: unknown, typeName: string): unknown {
    if (value instanceof Promise) return value.then((settled) => this.present(settled, typeName));
    if (Array.isArray(value)) return value.map((item) => this.present(item, typeName));
    const type = this.types.get(typeName);
    if (!type || typeof value !== 'object' || value === null) return value;
    const thing = value as Thing;
    return this.view(thing, type.kind === 'object' ? typeName : (thing.__typename ?? typeName));
  }

  private view(thing: Thing, typeName: string, sent: Thing = {}): Thing {
    const view: Thing = { __typename: typeName };
    for (const [name, field] of this.types.get(typeName)?.fields ?? []) {
      if (this.isOverridden(typeName, name)) view[name] = this.notMine(typeName, name);
      else if (!field.external || this.provided.has(`${typeName}.${name}`)) view[name] = thing[name];
      else view[name] = name in sent ? sent[name] : this.notMine(typeName, name);
    }
    return view;
  }

  private notMine(typeName: string, field: string) {
    return () => {
      throw new Error(`${this.subgraph} was asked for ${typeName}.${field}, which it cannot know.`);
    };
  }

  private isOverridden(typeName: string, field: string): boolean {
    return [...this.all.values()].some((types) => types.get(typeName)?.fields.get(field)?.overrides === this.subgraph);
  }

  private find(typeName: string, reference: Thing): Thing | null {
    const keys = [...this.all.values()].flatMap((types) => types.get(typeName)?.keys ?? []);
    const candidates = Object.values(this.store.data.entities ?? {})
      .flat()
      .filter((thing) => this.isA(thing.__typename!, typeName));
    const found = candidates.find((thing) => keys.some((key) => fits(thing, reference, key)));
    return found && !(found[UNKNOWN_TO as never] as string[] | undefined)?.includes(this.subgraph) ? found : null;
  }

  private isA(typeName: string, condition: string): boolean {
    return typeName === condition || [...this.all.values()].some((types) => types.get(typeName)?.interfaces.includes(condition));
  }

  private provide(typeName: string, selectionSet: SelectionSetNode): void {
    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) this.provide(selection.typeCondition?.name.value ?? typeName, selection.selectionSet);
      if (selection.kind !== Kind.FIELD) continue;
      const holders = this.types.get(typeName)?.kind === 'interface' ? this.implementations(typeName) : [typeName];
      for (const holder of holders) this.provided.add(`${holder}.${selection.name.value}`);
      const returns = this.types.get(typeName)?.fields.get(selection.name.value)?.returns;
      if (selection.selectionSet && returns) this.provide(returns, selection.selectionSet);
    }
  }

  private implementations(name: string): string[] {
    return [...this.types.values()].filter((type) => type.interfaces.includes(name)).map((type) => type.name);
  }
}

export async function* stream(events: readonly unknown[]): AsyncGenerator<unknown, void, void> {
  yield* events;
}

export function call(source: Thing, field: string, args: unknown, caller: Caller): unknown {
  const value = source[field];
  return typeof value === 'function' ? (value as (...given: unknown[]) => unknown)(args, source, caller) : value;
}

/** Does the representation name this thing, by that key? */
function fits(thing: unknown, reference: unknown, key: SelectionSetNode): boolean {
  if (Array.isArray(thing) && Array.isArray(reference))
    return thing.length === reference.length && thing.every((item, index) => fits(item, reference[index], key));
  if (typeof thing !== 'object' || typeof reference !== 'object' || thing === null || reference === null) return thing === reference;
  return key.selections.every((selection) => {
    if (selection.kind !== Kind.FIELD) return true;
    const name = selection.name.value;
    if (!(name in reference)) return false;
    const [mine, theirs] = [(thing as Thing)[name], (reference as Thing)[name]];
    return selection.selectionSet ? fits(mine, theirs, selection.selectionSet) : mine === theirs;
  });
}
