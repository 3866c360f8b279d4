/** So many in a row, and so many of them by one organiser at most. */
const IN_A_ROW = 20;
const OF_ONE = 2;

/**
 * The same items, so that one organiser does not fill the screen: each place goes to the best of those left whose organiser has not
 * had two of the nineteen places before; when there is no such item, to the best that is left.
 */
export function spreadOrganisers<Item extends { creatorId: string }>(sorted: readonly Item[]): Item[] {
  const left = [...sorted];
  const placed: Item[] = [];
  while (left.length > 0) {
    const before = placed.slice(-(IN_A_ROW - 1)).map(({ creatorId }) => creatorId);
    const fits = left.findIndex(({ creatorId }) => before.filter((other) => other === creatorId).length < OF_ONE);
    placed.push(...left.splice(Math.max(0, fits), 1));
  }
  return placed;
}
