type Group<Args extends unknown[]> = (...args: Args) => object;
type All<Union> = (Union extends unknown ? (each: Union) => void : never) extends (all: infer Intersection) => void ? Intersection : never;

interface Joined<Args extends unknown[]> {
  readonly args: Args;
  readonly groups: (Record<string, unknown> | undefined)[];
}

/**
 * Joins groups of parts into one object, and makes each group when one of its parts is first asked for: a request needs few of the
 * loaders that a subgraph has, and making them all would cost more than what it does with them. What names a group has is learnt by
 * making everything once. Two groups with the same name are a mistake.
 *
 * @example const createLoaders = lazily<[db: Database]>()((db) => venueLoaders(db), (db) => tagLoaders(db));
 */
export const lazily =
  <Args extends unknown[]>() =>
  <Groups extends readonly Group<Args>[]>(...groups: Groups): ((...args: Args) => All<ReturnType<Groups[number]>>) => {
    let Parts: (new (args: Args) => object) | undefined;
    return (...args) => {
      Parts ??= define(groups, args);
      return new Parts(args) as All<ReturnType<Groups[number]>>;
    };
  };

/** Makes every group anew when one of its parts is next asked for: what loaders remember is forgotten. */
export const forgetParts = (joined: object): void => void (joined as Joined<unknown[]>).groups.fill(undefined);

function define<Args extends unknown[]>(makers: readonly Group<Args>[], example: Args): new (args: Args) => object {
  class Parts implements Joined<Args> {
    readonly groups: Joined<Args>['groups'] = makers.map(() => undefined);

    constructor(readonly args: Args) {}
  }
  makers.forEach((make, at) => {
    for (const name of Object.keys(make(...example))) {
      if (name in Parts.prototype) throw new Error(`Two groups have a part called ${name}.`);
      Object.defineProperty(Parts.prototype, name, {
        get(this: Parts) {
          return (this.groups[at] ??= make(...this.args) as Record<string, unknown>)[name];
        },
      });
    }
  });
  return Parts;
}
