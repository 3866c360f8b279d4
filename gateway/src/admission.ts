import { GraphError, type Caller, type Deeds } from '@marquee/platform';
import type { GraphQLFormattedError } from 'graphql';
import { Admitted } from './admitted';
import type { OutdatedToken } from './authenticate';
import type { Edition } from './editions/edition';
import { RequestMalformed, type RequestParameters } from './http/request-parameters';
import type { KeyUsage } from './keys/key-usage';
import type { LoopLag } from './limits/loop-lag';
import type { RateLimitService } from './limits/rate-limit-field/rate-limit-service';
import type { RateLimiter } from './limits/rate/rate-limiter';
import { RateLimited } from './limits/rate/refused';
import { rateHeaders } from './limits/rate/state';
import type { InFlight } from './operation/in-flight';
import type { PlanRequest, QueryPlans } from './operation/plan-text';
import { RequestRefused } from './operation/request-refused';
import type { PersistedQueries } from './persisted/persisted-queries';
import type { SessionWatch } from './sessions/session-watch';
import type { OperationTrace } from './tracing/trace';
import type { Metrics } from './watching/metrics';

export interface AdmissionRequest {
  readonly parameters: RequestParameters;
  readonly caller: Caller;
  /** Aborts when the client leaves. */
  readonly left?: AbortSignal;
  /** True: the client wants to know what the operation cost. */
  readonly reportsCost?: boolean;
  /** True: the client wants to know what the operation would cost, and will not run it. Nothing is charged. */
  readonly dryRun?: boolean;
  /** The client wants to see the query plan, which it gets where that is allowed. */
  readonly explains?: PlanRequest | null;
  readonly trace?: OperationTrace;
  /** The caller's token was good once: only an operation that signs out is let in, and a visitor pays for it. */
  readonly outdated?: OutdatedToken;
}

export interface AdmissionParts {
  readonly editions: { readonly current: Pick<Edition, 'engine' | 'sessionDocuments' | 'usage'> };
  readonly documents: PersistedQueries;
  /** Null where there are no rates. */
  readonly limiter: RateLimiter | null;
  readonly loopLag: LoopLag;
  /** Null where the API has no `rateLimit`. */
  readonly rateLimitService: RateLimitService | null;
  /** Null where each request runs by itself. */
  readonly inFlight: InFlight | null;
  readonly sessions: Pick<SessionWatch, 'requireLast'>;
  readonly keyUsage: Pick<KeyUsage, 'spent'>;
  /** Null where nobody hears of them. */
  readonly deeds: Deeds | null;
  readonly showsPlans: QueryPlans;
  readonly metrics: Metrics;
}

/**
 * The one door for operations: on all ways in (HTTP, a socket, a stream over HTTP) their document is found, checked and prepared here,
 * and their payer charged. A limit of operations belongs here, so that it is the same on every way.
 */
export class Admission {
  constructor(private readonly parts: AdmissionParts) {}

  /** Counts an invalid token as an operation of a visitor, so that nobody can try many. */
  async countInvalidToken(caller: Caller, left?: AbortSignal): Promise<void> {
    const counted = this.parts.limiter && (await this.parts.limiter.enter({ ...caller, viewer: null }, left));
    counted?.leave();
  }

  /** Rejects with RequestRefused, RequestMalformed or GraphError, which `refusalOf` puts into words. */
  async admit(request: AdmissionRequest): Promise<Admitted> {
    // From here to the end of the operation it is the same supergraph, even if another one takes over meanwhile.
    const edition = this.parts.editions.current;
    edition.usage.enter();
    try {
      return await this.letIn(request, edition);
    } catch (error) {
      if (error instanceof RateLimited) this.parts.metrics.limited(error.limit);
      throw error;
    } finally {
      edition.usage.leave();
    }
  }

  private async letIn(
    { parameters, caller: given, left, reportsCost = false, dryRun = false, explains = null, trace, outdated }: AdmissionRequest,
    { engine, sessionDocuments }: Pick<Edition, 'engine' | 'sessionDocuments'>,
  ): Promise<Admitted> {
    const { documents, limiter, loopLag, rateLimitService, inFlight, sessions, keyUsage, deeds, showsPlans } = this.parts;
    loopLag.admit();
    const caller = outdated ? { ...given, viewer: null } : given;
    const keyId = caller.viewer?.keyId;
    // Counted before anything is read: checking a wrong document is work, too.
    const purpose = limiter && sessionDocuments.purposeOf(documents.textOf(parameters));
    const counted = limiter && (await limiter.enter(caller, left, purpose));
    try {
      const document = documents.find(parameters, caller);
      const trust = { trusted: document.trusted, signedIn: caller.viewer !== null };
      const prepared = engine.prepare(document.query, parameters.operationName, trust, trace);
      const operation = prepared instanceof Promise ? await prepared : prepared;
      const wasKnown = prepared === operation;
      document.keep();
      if (outdated && !operation.signsOut) throw outdated;
      const refused = caller.viewer?.scopes && operation.refusedToKey(caller.viewer.scopes);
      if (refused) throw refused;
      if (operation.isConsequential && caller.viewer) await sessions.requireLast(caller.viewer, caller.correlationId);
      if (operation.isDeed && caller.viewer && keyId === undefined && !dryRun) deeds?.done(caller.viewer);
      const bound = operation.with(parameters.variables);
      const faults = operation.kind === 'subscription' && explains !== 'only' ? bound.faults : null;
      if (faults) throw new RequestRefused(faults);
      const { rateLimit } = operation;
      const cost = counted || reportsCost || dryRun || rateLimit || keyId !== undefined ? bound.costAtMost : 0;
      const instead = rateLimit?.dryRun?.isAskedFor(parameters.variables) ? rateLimit.dryRun.operation : null;
      const shown = showsPlans === true || (showsPlans && caller.viewer) ? explains : null;
      // Where the SDL says nothing of lists, what an operation may cost is a guess: nobody is charged for that.
      if (engine.pricesOperations) await counted?.reserve(dryRun || instead || shown === 'only' ? 0 : cost);
      if (rateLimit) rateLimitService?.charge(caller, { cost, state: counted?.state ?? null });
      // A stream is charged for its start, and does not count among the operations under way.
      if (operation.kind === 'subscription' && !instead) counted?.leave();
      const spent = keyId === undefined || !engine.pricesOperations || dryRun ? null : (points: number) => keyUsage.spent(keyId, points);
      if (operation.kind === 'subscription' && !instead && shown !== 'only') spent?.(cost);
      return new Admitted({
        bound: instead ? instead.with(parameters.variables) : bound,
        requestedCost: cost,
        counted,
        spent,
        reportsCost,
        wasKnown,
        explains: shown,
        inFlight,
      });
    } catch (error) {
      counted?.leave();
      // A refused request was counted, too.
      throw counted && error instanceof RequestRefused ? new RequestRefused(error.errors, rateHeaders(counted.state)) : error;
    }
  }
}

/** Why an operation was not let in, as its client is told; null when the error is no refusal but a fault of the gateway. */
export function refusalOf(error: unknown): readonly GraphQLFormattedError[] | null {
  if (error instanceof RequestRefused) return error.errors;
  if (error instanceof RequestMalformed) return [badInput(error.message)];
  if (error instanceof GraphError) return [{ message: error.message, extensions: { ...error.extensions } }];
  return null;
}

export const badInput = (message: string): GraphQLFormattedError => ({ message, extensions: { code: 'BAD_USER_INPUT' } });
