/** Rows by the feature that they are of, in their order. */
export function byFeature<Row extends { feature: string }>(rows: readonly Row[]): [feature: string, rows: Row[]][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(row.feature, [...(groups.get(row.feature) ?? []), row]);
  return [...groups];
}
