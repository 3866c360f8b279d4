import { setImmediate as turn } from 'node:timers/promises';
import { type GraphQLError, Kind, parse } from 'graphql';
import type { Logger } from '@marquee/platform';
import type { Trust } from '../limits/limits';
import type { OperationSource } from './compiled-operation';
import type { Engine } from './engine';
import { RequestRefused } from './request-refused';

/** Fewer than an engine keeps, so that room is left for operations of clients. */
const MAX_WARMED = 1_000;

/**
 * Prepares the operations that clients are sure to send, before they do: those of the trusted documents. One after the other, so that requests pass between. A refused one is logged: it would be refused to clients, too.
 */
export async function warm(engine: Engine, operations: readonly OperationSource[], stopping: AbortSignal, logger: Logger): Promise<void> {
  const startedAt = performance.now();
  let ready = 0;
  for (const { query, operationName, trust } of operations) {
    if (stopping.aborted) return;
    try {
      await engine.prepare(query, operationName, trust);
      ready++;
    } catch (error) {
      if (stopping.aborted) return;
      const reason = error instanceof RequestRefused ? error.errors[0]?.message : (error as Error).message;
      logger.warn({ operation: operationName, reason }, 'a trusted document cannot be used');
    }
    await turn();
  }
  if (ready) logger.info({ operations: ready, ms: Math.round(performance.now() - startedAt) }, 'trusted documents are planned');
}

const TRUSTED: Trust = { trusted: true, signedIn: false };

/** The operations of trusted documents, as clients ask for them: by name, and without where there is but one. */
export function trustedOperations(documents: readonly string[], logger: Logger): OperationSource[] {
  const all = documents.flatMap((query): OperationSource[] => {
    try {
      const { definitions } = parse(query, { noLocation: true });
      const names = definitions.flatMap((one) => (one.kind === Kind.OPERATION_DEFINITION ? [one.name?.value] : []));
      const named = names.flatMap((name) => (name ? [{ query, operationName: name, trust: TRUSTED }] : []));
      return names.length === 1 ? [...named, { query, operationName: undefined, trust: TRUSTED }] : named;
    } catch (error) {
      logger.warn({ reason: (error as GraphQLError).message }, 'a trusted document cannot be used');
      return [];
    }
  });
  return all.slice(0, MAX_WARMED);
}
