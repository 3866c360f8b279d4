import { setImmediate as turn } from 'node:timers/promises';
import { type GraphQLError, Kind, parse } from 'graphql';
import type { Logger } from '@marquee/platform';
import type { Engine } from './engine';
import { RequestRefused } from './request-refused';

/** Fewer than an engine keeps, so that room is left for operations of clients. */
const MAX_WARMED = 1_000;

/**
 * Prepares the operations that clients are sure to send, before they do: those of the trusted documents, requested by name and without.
 * One after the other, so that requests pass between. A refused one is logged: it would be refused to clients, too.
 */
export async function warm(engine: Engine, documents: readonly string[], stopping: AbortSignal, logger: Logger): Promise<void> {
  const startedAt = performance.now();
  let ready = 0;
  for (const { text, operationName } of operationsOf(documents, logger).slice(0, MAX_WARMED)) {
    if (stopping.aborted) return;
    try {
      await engine.prepare(text, operationName, { trusted: true, signedIn: false });
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

function operationsOf(documents: readonly string[], logger: Logger): { text: string; operationName?: string }[] {
  return documents.flatMap((text) => {
    try {
      const { definitions } = parse(text, { noLocation: true });
      const names = definitions.flatMap((one) => (one.kind === Kind.OPERATION_DEFINITION ? [one.name?.value] : []));
      const named = names.flatMap((name) => (name ? [{ text, operationName: name }] : []));
      return names.length === 1 ? [...named, { text }] : named;
    } catch (error) {
      logger.warn({ reason: (error as GraphQLError).message }, 'a trusted document cannot be used');
      return [];
    }
  });
}
