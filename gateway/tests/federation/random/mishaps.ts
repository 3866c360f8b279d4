import fc, { type Arbitrary } from 'fast-check';
import { getNamedType, isObjectType, type GraphQLSchema } from 'graphql';
import { breaks, isFailing, refuses, type Data, type Supergraph, type Thing } from '../supergraph';

/** Something in the data that is not as it should be. */
export interface Mishap {
  /** Which of the places where something can go wrong, counted around. */
  readonly at: number;
  readonly what: 'null' | 'refused' | 'broken' | 'hole';
}

const MAX_MISHAPS = 4;

export const mishaps: Arbitrary<readonly Mishap[]> = fc.oneof(
  fc.constant([]),
  fc.array(
    fc.record({ at: fc.nat(10_000), what: fc.constantFrom('null' as const, 'refused' as const, 'broken' as const, 'hole' as const) }),
    { minLength: 1, maxLength: MAX_MISHAPS },
  ),
);

interface Place {
  readonly thing: Thing;
  readonly type: string;
  readonly field: string;
}

/**
 * Lets things go wrong in fields that clients alone ask for. What plans ask for themselves (keys, required fields, contexts) stays as it is:
 * one schema does not ask for it, so it cannot say what a client is told of an error there.
 */
export class Spoiler {
  private readonly reserved: ReadonlySet<string>;

  constructor(
    private readonly supergraph: Supergraph,
    private readonly schema: GraphQLSchema,
  ) {
    this.reserved = reservedFields(supergraph);
  }

  /** The data with these mishaps, the same each time. */
  data(list: readonly Mishap[]): Data {
    const data = this.supergraph.data();
    const places = this.places(data);
    for (const { thing, field } of places) if (this.reserved.has(field) && isFailing(thing[field])) thing[field] = null;
    for (const { place, what } of this.chosen(places, list)) place.thing[place.field] = spoilt(place.thing[place.field], what);
    return data;
  }

  describe(list: readonly Mishap[]): string[] {
    return this.chosen(this.places(this.supergraph.data()), list).map(
      ({ place: { thing, type, field }, what }) => `${type}(${String(thing.id ?? '')}).${field}: ${what}`,
    );
  }

  private chosen(places: readonly Place[], list: readonly Mishap[]): { place: Place; what: Mishap['what'] }[] {
    const open = places.filter(({ field }) => !this.reserved.has(field) && field !== '__typename');
    return open.length ? list.map(({ at, what }) => ({ place: open[at % open.length]!, what })) : [];
  }

  /** Every field of every object of the data, in the order in which they are reached from the root. */
  private places({ entities = {}, ...roots }: Data): Place[] {
    const places: Place[] = [];
    const seen = new Set<unknown>();
    const walk = (value: unknown, typeName: string): void => {
      if (Array.isArray(value)) return value.forEach((item) => walk(item, typeName));
      if (typeof value !== 'object' || value === null || seen.has(value)) return;
      seen.add(value);
      const thing = value as Thing;
      const type = this.schema.getType(Object.hasOwn(thing, '__typename') ? thing.__typename! : typeName);
      if (!isObjectType(type)) return;
      for (const [field, { type: returns }] of Object.entries(type.getFields())) {
        if (!Object.hasOwn(thing, field)) continue;
        places.push({ thing, type: type.name, field });
        walk(thing[field], getNamedType(returns).name);
      }
    };
    for (const [name, things] of Object.entries(entities)) walk(things, name);
    for (const [name, root] of Object.entries(roots)) walk(root, name);
    return places;
  }
}

function spoilt(value: unknown, what: Mishap['what']): unknown {
  if (what === 'refused') return refuses('CONFLICT');
  if (what === 'broken') return breaks();
  if (what === 'hole' && Array.isArray(value) && value.length) return value.with(value.length >> 1, null);
  return null;
}

/** Names of fields that some plan may ask for by itself. */
function reservedFields({ subgraphs }: Supergraph): Set<string> {
  const names = new Set<string>();
  for (const sdl of Object.values(subgraphs))
    for (const [, fields] of sdl.matchAll(/@(?:key|requires|fromContext)\((?:fields|field): "([^"]*)"/g))
      for (const [name] of fields!.matchAll(/\w+/g)) names.add(name);
  return names;
}
