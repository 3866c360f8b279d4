/** Runs `work` and tells how many SQL statements went through the database meanwhile; nothing else may use it then. */
export async function countStatements<T>(
  database: { readonly statements: { readonly count: number }; drain?(): Promise<unknown> },
  work: () => Promise<T>,
): Promise<{ result: T; statements: number }> {
  // What a subgraph wrote before is told first, and not while we count.
  await database.drain?.();
  const before = database.statements.count;
  const result = await work();
  return { result, statements: database.statements.count - before };
}
