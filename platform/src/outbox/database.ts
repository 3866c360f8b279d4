/** What messaging needs of a Prisma (transaction) client: the two tagged templates for raw SQL. */
export interface RawSql {
  $executeRaw(query: TemplateStringsArray, ...values: unknown[]): PromiseLike<number>;
  $queryRaw<T = unknown>(query: TemplateStringsArray, ...values: unknown[]): PromiseLike<T>;
}

/** Registers work for after the commit; it is dropped when the transaction rolls back. */
export type After = (work: () => void | Promise<void>) => void;

/** What messaging needs of a service's database; `Database` of ../db fits. */
export interface TransactionalDatabase<Tx extends RawSql> {
  transaction<T>(work: (tx: Tx, after: After) => Promise<T>, options?: { timeoutMs?: number | undefined }): Promise<T>;
}
