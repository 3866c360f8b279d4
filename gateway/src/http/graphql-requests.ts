import type { IncomingMessage } from 'node:http';
import { GraphError, type Caller } from '@marquee/platform';
import type { GraphQLFormattedError } from 'graphql';
import { badInput, refusalOf, type Admission } from '../admission';
import { NO_HEADERS, type Admitted } from '../admitted';
import type { OutdatedToken } from '../authenticate';
import { codesOf } from '../execution/errors/own-errors';
import { RateLimited } from '../limits/rate/refused';
import { answerText } from '../operation/answer';
import { planRequest } from '../operation/plan-text';
import { RequestRefused } from '../operation/request-refused';
import type { Joining } from '../subscriptions/hub';
import { asEvents, EVENTS, MULTIPART, type StreamFormat } from '../subscriptions/stream-format';
import type { OperationTrace } from '../tracing/trace';
import type { KnownOperation } from '../watching/known-operation';
import { cacheControlFor, entityTag, isKnown } from './answer-keeping';
import {
  acceptsEvents,
  acceptsMultipart,
  EVENT_STREAM,
  Negotiator,
  PLAIN_JSON,
  refusalType,
  RESPONSE_JSON,
  type MediaType,
} from './negotiation';
import { COST_DRY_RUN_HEADER, COST_REPORT_HEADER, PLAN_HEADER } from './request-headers';
import { mayBeForged, readParameters, RequestMalformed, type RequestParameters } from './request-parameters';

/** What an operation over HTTP needs beside the request itself; its log line is written from `outcome`. */
export interface HttpContext {
  readonly caller: Caller;
  /** Aborts when the client leaves. */
  readonly left: AbortSignal;
  readonly outcome: { operation: KnownOperation | null; codes: readonly string[]; events?: number; planCached?: boolean };
  readonly trace?: OperationTrace;
  /** The caller's token was good once: only operations that sign out are let in. */
  readonly outdated?: OutdatedToken;
}

type Headers = Readonly<Record<string, string>>;

export interface HttpAnswer {
  /** 304: the client has the answer already, and there is no body. */
  readonly status: number;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A subscription whose client takes a stream. */
export interface HttpStream {
  readonly joining: Joining;
  readonly format: StreamFormat;
  readonly headers: Readonly<Record<string, string>>;
}

/** Events: for clients that take nothing else. */
type AnswerType = MediaType | typeof EVENT_STREAM;

const CONTENT_TYPES: Readonly<Record<AnswerType, string>> = {
  [PLAIN_JSON]: `${PLAIN_JSON}; charset=utf-8`,
  [RESPONSE_JSON]: `${RESPONSE_JSON}; charset=utf-8`,
  [EVENT_STREAM]: EVENTS.contentType,
};

const NOT_ACCEPTABLE = `Accept ${RESPONSE_JSON} or ${PLAIN_JSON}; for subscriptions multipart/mixed;subscriptionSpec=1.0 or ${EVENT_STREAM}, or use graphql-ws on this same path.`;

/** A document that is unknown now may be known after the next request; a refusal may be another at the next moment. */
const HEADERS: Headers = { 'cache-control': 'no-store' };

/** GraphQL over HTTP: from a request whose body has been read to the text of the response. */
export class GraphqlRequests {
  private readonly negotiator = new Negotiator();

  constructor(private readonly admission: Admission) {}

  async handle(request: IncomingMessage, body: unknown, context: HttpContext): Promise<HttpAnswer | HttpStream> {
    const { accept } = request.headers;
    const type = this.negotiator.choose(accept) ?? streamsOnly(accept);
    try {
      if (request.method === 'HEAD') throw new RequestMalformed('Use GET or POST.', 405, { allow: 'GET, POST' });
      if (mayBeForged(request))
        throw new RequestMalformed(
          'Send content-type application/json or the header apollo-require-preflight: true, because pages of other sites cannot. Clients that send queries with GET need the header, too (urql: preferGetMethod: false sends them with POST).',
        );
      const parameters = readParameters(request, body);
      if (!type) return refusal(context, 406, PLAIN_JSON, [badInput(NOT_ACCEPTABLE)]);
      return await this.run(request, parameters, type, context);
    } catch (error) {
      if (error instanceof RequestMalformed)
        return refusal(context, error.status, refusalType(accept), [badInput(error.message)], error.headers);
      throw error;
    }
  }

  private async run(
    request: IncomingMessage,
    parameters: RequestParameters,
    type: AnswerType,
    context: HttpContext,
  ): Promise<HttpAnswer | HttpStream> {
    let admitted: Admitted;
    try {
      const { caller, left, trace, outdated } = context;
      const explains = planRequest(parameters.extensions, request.headers[PLAN_HEADER]);
      const reportsCost = request.headers[COST_REPORT_HEADER] !== undefined;
      const dryRun = request.headers[COST_DRY_RUN_HEADER] !== undefined;
      admitted = await this.admission.admit({ parameters, caller, left, reportsCost, dryRun, explains, trace, outdated });
      if (dryRun) return estimate(admitted, type);
    } catch (error) {
      if (error instanceof RateLimited || isOfSession(error)) throw error;
      if (error instanceof RequestRefused) return refusal(context, statusOfRefusal(type), type, error.errors, error.headers);
      if (error instanceof GraphError)
        return refusal(context, READ_WITH_200_ONLY.has(error.code) ? 200 : statusOfRefusal(type), type, refusalOf(error)!);
      throw error;
    }
    const { operation } = admitted;
    context.outcome.operation = operation.known;
    context.outcome.planCached = admitted.wasKnown;
    if (operation.kind === 'subscription' && !admitted.isDry) {
      const format = formatFor(request.headers.accept);
      if (!format) {
        admitted.abandon();
        throw new RequestMalformed(
          'Subscriptions stay open: accept multipart/mixed;subscriptionSpec=1.0 or text/event-stream, or use graphql-ws on this same path.',
        );
      }
      return { joining: { bound: admitted.bound, caller: context.caller }, headers: admitted.headers, format };
    }
    if (operation.kind === 'mutation' && request.method === 'GET') {
      admitted.abandon();
      throw new RequestMalformed('Mutations are sent with POST.', 405, { allow: 'POST' });
    }
    const answer = await admitted.execute({ caller: context.caller, left: context.left, trace: context.trace });
    const { headers, extensions } = admitted;
    if (answer.data === undefined) return refusal(context, statusOfRefusal(type), type, answer.errors ?? [], headers);
    if (answer.errors) context.outcome.codes = codesOf(answer.errors);
    const body = answerText(answer, extensions);
    // A report on the side is of this run alone.
    const keeping = extensions ? 'no-store' : cacheControlFor(answer, context.caller.viewer !== null);
    if (type === EVENT_STREAM)
      return { status: 200, contentType: CONTENT_TYPES[type], headers: { ...HEADERS, ...headers }, body: asEvents(body) };
    return answered(request, CONTENT_TYPES[type], body, keeping === 'no-store' ? HEADERS : { 'cache-control': keeping }, headers);
  }
}

/** What answers a client that takes nothing but streams. */
const streamsOnly = (accept: string | undefined): AnswerType | null =>
  acceptsEvents(accept) ? EVENT_STREAM : acceptsMultipart(accept) ? PLAIN_JSON : null;

/** Clients that take both have Apollo's: it tells the end of a stream from an event. */
const formatFor = (accept: string | undefined): StreamFormat | null =>
  acceptsMultipart(accept) ? MULTIPART : acceptsEvents(accept) ? EVENTS : null;

/** Like a request with a token that is no good, and one that cannot be checked. */
const isOfSession = (error: unknown) =>
  error instanceof GraphError && (error.code === 'UNAUTHENTICATED' || error.code === 'SUBGRAPH_UNAVAILABLE');

/** Some clients that send hashes read these errors only with status 200. */
const READ_WITH_200_ONLY: ReadonlySet<string> = new Set(['PERSISTED_QUERY_NOT_FOUND', 'PERSISTED_QUERY_NOT_SUPPORTED']);

/** For a well-formed request whose operation cannot run. With application/json it is 200, because there a status speaks of HTTP alone. */
const statusOfRefusal = (type: AnswerType) => (type === RESPONSE_JSON ? 400 : 200);

function answered(request: IncomingMessage, contentType: string, body: string, keeping: Headers, ofRates: Headers): HttpAnswer {
  const headers = ofRates === NO_HEADERS ? keeping : { ...keeping, ...ofRates };
  if (request.method !== 'GET' || keeping === HEADERS) return { status: 200, contentType, headers, body };
  const etag = entityTag(body);
  const status = isKnown(etag, request.headers['if-none-match']) ? 304 : 200;
  return { status, contentType, headers: { ...headers, etag }, body: status === 304 ? '' : body };
}

function estimate(admitted: Admitted, type: AnswerType): HttpAnswer {
  admitted.abandon();
  const json = JSON.stringify({ data: null, extensions: { cost: admitted.estimate } });
  const body = type === EVENT_STREAM ? asEvents(json) : json;
  return { status: 200, contentType: CONTENT_TYPES[type], headers: { ...HEADERS, ...admitted.headers }, body };
}

function refusal(
  { outcome }: HttpContext,
  status: number,
  type: AnswerType,
  errors: readonly GraphQLFormattedError[],
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  outcome.codes = codesOf(errors);
  const json = JSON.stringify({ errors });
  const body = type === EVENT_STREAM ? asEvents(json) : json;
  return { status, contentType: CONTENT_TYPES[type], headers: { ...HEADERS, ...headers }, body };
}
