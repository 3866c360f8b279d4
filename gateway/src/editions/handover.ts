import { setImmediate as turn } from 'node:timers/promises';
import type { OperationSource } from '../operation/compiled-operation';
import type { Engine, UsedOperation } from '../operation/engine';
import { RequestRefused } from '../operation/request-refused';

export type WarmedOperation = OperationSource & Partial<Pick<UsedOperation, 'uses'>>;

/** One line for each operation that can be used at the present and could not be any more: its name and why. */
export async function brokenDocuments(trusted: readonly OperationSource[], next: Engine, present: Engine): Promise<string[]> {
  const broken: string[] = [];
  for (const { query, operationName, trust } of trusted) {
    try {
      await next.prepare(query, operationName, trust);
    } catch (error) {
      if (await isUsable(present, { query, operationName, trust })) broken.push(`${operationName ?? 'a document'}: ${reasonOf(error)}`);
    }
    await turn();
  }
  return broken;
}

/** One after the other, so that requests pass between. What is refused is not valid any more, as its clients will be told. */
export async function takeOverOperations(engine: Engine, operations: readonly WarmedOperation[], stopping: AbortSignal): Promise<void> {
  for (const operation of operations) {
    if (stopping.aborted) return;
    await engine.takeOver({ uses: 0, ...operation }).catch(() => undefined);
    await turn();
  }
}

const isUsable = (engine: Engine, { query, operationName, trust }: OperationSource): Promise<boolean> =>
  Promise.resolve(engine.prepare(query, operationName, trust)).then(
    () => true,
    () => false,
  );

const reasonOf = (error: unknown) =>
  error instanceof RequestRefused ? error.errors.map(({ message }) => message).join(' ') : (error as Error).message;
