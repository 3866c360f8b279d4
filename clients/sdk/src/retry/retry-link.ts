import { ApolloLink } from '@apollo/client/link';
import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';
import { Kind, OperationTypeNode } from 'graphql';
import { Observable, type Subscription } from 'rxjs';
import { apiErrors } from '../errors.js';
import { pause as realPause } from './pause.js';

export interface RetryOptions {
  /** How often a request is sent at most; 4 when left out. */
  readonly attempts?: number;
  /** An app that would have to wait for longer is told the error instead; 30 s when left out. */
  readonly longestPauseMs?: number;
  /** For tests. */
  readonly pause?: (milliseconds: number) => Promise<void>;
}

const FIRST_PAUSE_MS = 250;

/** Fields of an input by which the API knows a request that it has already met. */
const KEYS = ['idempotencyKey', 'clientMessageId', 'nonce'];

/**
 * Sends again what can be sent again. What was refused as a whole before it ran (`RATE_LIMITED` after the time that `retry-after` says, a
 * part that is away) always can. After a broken connection nobody knows whether a mutation ran, so then only queries and mutations with a
 * key of the client's own are. Subscriptions are left to `resumable`.
 */
export class RetryLink extends ApolloLink {
  constructor(private readonly options: RetryOptions = {}) {
    super();
  }

  override request(operation: ApolloLink.Operation, forward: ApolloLink.ForwardFunction): Observable<ApolloLink.Result> {
    if (operation.operationType === OperationTypeNode.SUBSCRIPTION) return forward(operation);
    const { attempts = 4, longestPauseMs = 30_000, pause = realPause } = this.options;
    return new Observable((observer) => {
      let inner: Subscription | null = null;
      let stopped = false;
      const send = (attempt: number) => {
        let held = false;
        const retry = (waitMs: number) => {
          held = true;
          void pause(waitMs).then(() => {
            if (!stopped) send(attempt + 1);
          });
        };
        const waitAfter = (failure: unknown): number | null => {
          const waitMs = attempt < attempts ? waitOf(failure, operation, attempt) : null;
          return waitMs !== null && waitMs <= longestPauseMs ? waitMs : null;
        };
        inner = forward(operation).subscribe({
          next: (result) => {
            const waitMs = waitAfter(result);
            if (waitMs === null) observer.next(result);
            else retry(waitMs);
          },
          error: (error: unknown) => {
            const waitMs = waitAfter(error);
            if (waitMs === null) observer.error(error);
            else retry(waitMs);
          },
          complete: () => {
            if (!held) observer.complete();
          },
        });
      };
      send(1);
      return () => {
        stopped = true;
        inner?.unsubscribe();
      };
    });
  }
}

/** Milliseconds until the request may be sent again; null when it must not be. */
function waitOf(failure: unknown, operation: ApolloLink.Operation, attempt: number): number | null {
  const backOff = FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + Math.random());
  const errors = apiErrors(failure);
  if (errors.length > 0) {
    const whole = errors.every(({ path, retryable, code }) => path === null && (retryable || code === 'RATE_LIMITED'));
    if (!whole) return null;
    const asked = Math.max(...errors.map(({ retryAfter }) => retryAfter ?? 0), headerOf(operation)) * 1_000;
    // A little later than told, and not all at once.
    return asked > 0 ? asked * (1 + Math.random() * 0.1) : backOff;
  }
  if (!(failure instanceof Error) || CombinedGraphQLErrors.is(failure)) return null;
  if (ServerError.is(failure) && failure.statusCode < 500) return null;
  return operation.operationType === OperationTypeNode.QUERY || hasKey(operation) ? backOff : null;
}

/** `retry-after` of the last response, in seconds. */
function headerOf(operation: ApolloLink.Operation): number {
  const { response } = operation.getContext() as { response?: { headers?: { get(name: string): string | null } } };
  const seconds = Number(response?.headers?.get('retry-after'));
  return Number.isFinite(seconds) ? seconds : 0;
}

/** Every field of the mutation must be one whose repetition is harmless: its input has a key. */
function hasKey({ query, variables }: ApolloLink.Operation): boolean {
  const definition = query.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  if (definition?.selectionSet.selections.length !== 1) return false;
  const { input } = variables as { input?: Record<string, unknown> };
  return KEYS.some((key) => typeof input?.[key] === 'string');
}
