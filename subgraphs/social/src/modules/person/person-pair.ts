/** Two people in either order, for the `OR` of a `where`. */
export function eitherWay<Key extends string>(pair: Record<Key, string>): [Record<Key, string>, Record<Key, string>] {
  const [[first, one], [second, other]] = Object.entries(pair) as [[Key, string], [Key, string]];
  return [pair, { [first]: other, [second]: one } as Record<Key, string>];
}
