import { GraphError, type Caller } from '@marquee/platform';
import type { GraphQLFormattedError } from 'graphql';
import { RequestRefused, type Engine } from './execution/engine';
import type { Operation } from './execution/operation';
import type { PersistedQueries } from './http/persisted-queries';
import { RequestMalformed, type RequestParameters } from './http/request-parameters';

export interface Asking {
  readonly parameters: RequestParameters;
  readonly caller: Caller;
}

/**
 * The one door for operations: whatever way they come in (HTTP, a socket, a stream over HTTP), here their document is found, checked
 * and made ready to run. What limits an operation belongs here, so that it is the same on every way.
 */
export class Admission {
  constructor(
    private readonly engine: Engine,
    private readonly documents: PersistedQueries,
  ) {}

  /** Rejects with RequestRefused, RequestMalformed or GraphError: what `refusalOf` can put into words. */
  async admit({ parameters }: Asking): Promise<Operation> {
    const document = this.documents.find(parameters);
    const operation = this.engine.prepare(document.query, parameters.operationName);
    document.keep();
    return operation;
  }
}

/** Why an operation was not let in, as its client is told; null when it is no refusal but a fault of ours. */
export function refusalOf(error: unknown): readonly GraphQLFormattedError[] | null {
  if (error instanceof RequestRefused) return error.errors;
  if (error instanceof RequestMalformed) return [badInput(error.message)];
  if (error instanceof GraphError) return [{ message: error.message, extensions: { ...error.extensions } }];
  return null;
}

export const badInput = (message: string): GraphQLFormattedError => ({ message, extensions: { code: 'BAD_USER_INPUT' } });
