import type { IncomingMessage, ServerResponse } from 'node:http';
import { GraphError, unauthenticated } from '@marquee/platform';
import type { Admission } from '../admission';
import { bearerToken, OutdatedToken, type TokenVerifier } from '../authenticate';
import { callerOf, type Circumstances } from '../caller';
import type { Identity } from '../identity';
import type { GatewaySettings } from '../settings';
import type { StreamEndpoint } from '../subscriptions/stream-endpoint';
import type { OperationLog } from '../watching/operation-log';
import { readJson } from './body';
import type { ClientErrors } from './client-errors';
import { chooseEncoding, COMPRESS_FROM_BYTES, respondCompressed, type Encoding } from './compression';
import type { GraphqlRequests, HttpContext } from './graphql-requests';
import type { Origins } from './origins';
import { EXPLORER_PATH, wantsPage } from './paths';
import { refuse } from './refusals';
import { redirect, respond, respondUnchanged } from './respond';

export interface GraphqlEndpointOptions {
  readonly requests: GraphqlRequests;
  readonly streams: StreamEndpoint;
  readonly admission: Admission;
  readonly verifier: TokenVerifier;
  readonly clientErrors: ClientErrors;
  readonly origins: Origins;
  /** True: browsers that come without a query are sent to the explorer. */
  readonly hasExplorer: boolean;
  readonly settings: GatewaySettings;
  readonly operations: OperationLog;
}

/** The path of the API: identifies the client, reads the body, writes the response or serves the stream, and logs the operation. */
export class GraphqlEndpoint {
  constructor(private readonly options: GraphqlEndpointOptions) {}

  async serve(request: IncomingMessage, response: ServerResponse, given: Circumstances): Promise<void> {
    const { origins, hasExplorer, operations } = this.options;
    if (request.method === 'OPTIONS') return origins.preflight(request, response);
    origins.decorate(request, response);
    if (request.method === 'GET' && hasExplorer && wantsPage(request) && !HAS_OPERATION.test(request.url ?? ''))
      return redirect(response, EXPLORER_PATH);
    const startedAt = performance.now();
    const trace = operations.begun(request.headers);
    const outcome: HttpContext['outcome'] = { operation: null, codes: [] };
    let identity: Identity | null = null;
    let status = 500;
    try {
      const signIn = await this.identify(request, given);
      identity = signIn.identity;
      if (request.method === 'POST') this.options.clientErrors.begins(request);
      const body = request.method === 'POST' ? await readJson(request, this.options.settings.maxBodyBytes) : undefined;
      const context: HttpContext = {
        caller: callerOf(identity?.viewer ?? null, given),
        left: whenGone(response),
        outcome,
        trace,
        outdated: signIn.outdated,
      };
      const result = await this.options.requests.handle(request, body, context);
      if ('joining' in result) {
        const end = await this.options.streams.serve(request, response, result, identity);
        status = end.status;
        outcome.codes = end.codes;
        outcome.events = end.events;
        return;
      }
      status = result.status;
      const encoding = this.encodingOf(request, result.body);
      if (status === 304) respondUnchanged(response, result.headers);
      else if (encoding) await respondCompressed(response, result, encoding);
      else respond(response, status, result.contentType, result.body, result.headers);
    } catch (error) {
      status = refuse(request, response, await this.counted(error, response, given), outcome);
    } finally {
      const { operation, codes, events, planCached } = outcome;
      const caller = callerOf(identity?.viewer ?? null, given);
      operations.finished({ operation, caller, startedAt, codes, trace, more: { status, events, planCached } });
    }
  }

  /**
   * A request without a token comes from a visitor. An invalid token is never treated as none: the client would silently see less. With one
   * that was good once, the operation decides: signing out is all it is good for.
   */
  private async identify(
    request: IncomingMessage,
    { ip }: Circumstances,
  ): Promise<{ identity: Identity | null; outdated?: OutdatedToken }> {
    const token = bearerToken(request.headers.authorization);
    if (token === null) return { identity: null };
    if (token === undefined)
      throw new GraphError('UNAUTHENTICATED', 'The authorization header must be of the form: Bearer <access token>.');
    try {
      return { identity: await this.options.verifier.verify(token, { ip, origin: request.headers.origin }) };
    } catch (error) {
      if (!(error instanceof OutdatedToken)) throw error;
      // Nothing signs out with GET.
      if (request.method !== 'POST') throw unauthenticated(error.message);
      return { identity: error.identity, outdated: error };
    }
  }

  /** Requests with invalid tokens are limited like a visitor's operations. Returns the error to respond with. */
  private async counted(error: unknown, response: ServerResponse, given: Circumstances): Promise<unknown> {
    // An outdated one was counted when its operation was read.
    if (!(error instanceof GraphError) || error.code !== 'UNAUTHENTICATED' || error instanceof OutdatedToken) return error;
    try {
      await this.options.admission.countInvalidToken(callerOf(null, given), whenGone(response));
      return error;
    } catch (limited) {
      return limited;
    }
  }

  private encodingOf(request: IncomingMessage, body: string): Encoding | null {
    if (!this.options.settings.compression || body.length < COMPRESS_FROM_BYTES) return null;
    return chooseEncoding(request.headers['accept-encoding']);
  }
}

const HAS_OPERATION = /[?&](query|documentId|extensions)=/;

function whenGone(response: ServerResponse): AbortSignal {
  const left = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) left.abort(new Error('The client has left.'));
  });
  return left.signal;
}
