import { ApolloServer, HeaderMap, type ApolloServerOptionsWithGateway, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { GraphError, type Caller, type ErrorCode, type Logger } from '@marquee/platform';
import { GraphQLError, printSchema, type DocumentNode, type GraphQLFormattedError } from 'graphql';
import type { IncomingMessage } from 'node:http';
import { RequestRefused, type Engine } from '../execution/engine';
import type { Answer } from '../execution/operation';
import { limitRules } from '../limits/limits';
import type { Supergraph } from '../supergraph';

/** What an HTTP request needs beside its text, and what its log line is made of. */
export interface HttpContext {
  readonly caller: Caller;
  /** Aborts when the client leaves. */
  readonly left: AbortSignal;
  readonly outcome: { operation?: string; kind?: string; codes: string[] };
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

const MAX_VALIDATION_ERRORS = 5;
const INTERNAL_MESSAGE = 'Something went wrong on our side. Try again; if it stays, tell us the correlation id.';

/** Apollo Server's codes that are not on our list. */
const CODES: Readonly<Record<string, ErrorCode>> = { BAD_REQUEST: 'BAD_USER_INPUT', OPERATION_RESOLUTION_FAILURE: 'BAD_USER_INPUT' };

/**
 * GraphQL over HTTP by Apollo Server: methods, media types, persisted queries, CSRF prevention, and the statuses that go with them.
 * Parsing and validation follow the same limits as everywhere; execution is the engine's. Nothing else in the gateway knows Apollo
 * Server.
 */
export class ApolloFront {
  private readonly server: ApolloServer<HttpContext>;

  constructor(
    private readonly engine: Engine,
    supergraph: Supergraph,
    logger: Logger,
  ) {
    const { limits } = engine;
    this.server = new ApolloServer<HttpContext>({
      gateway: engineAsGateway(engine, supergraph),
      introspection: limits.introspection,
      hideSchemaDetailsFromClientErrors: limits.hideSchemaDetails,
      includeStacktraceInErrorResponses: false,
      csrfPrevention: true,
      allowBatchedHttpRequests: false,
      parseOptions: { maxTokens: limits.maxTokens },
      validationRules: limitRules(limits),
      validationOptions: { maxErrors: MAX_VALIDATION_ERRORS },
      maxRecursiveSelections: true,
      stopOnTerminationSignals: false,
      formatError,
      logger,
      plugins: [
        ApolloServerPluginLandingPageDisabled(),
        ApolloServerPluginUsageReportingDisabled(),
        ApolloServerPluginSchemaReportingDisabled(),
        outcomePlugin,
      ],
    });
  }

  start(): Promise<void> {
    return this.server.start();
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  async answer(request: IncomingMessage, body: unknown, context: HttpContext): Promise<HttpAnswer> {
    const headers = new HeaderMap();
    for (const [name, value] of Object.entries(request.headers))
      if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
    const search = new URL(request.url ?? '/', 'http://gateway').search;
    const answer = await this.server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: request.method ?? 'GET', headers, search, body },
      context: async () => context,
    });
    if (answer.body.kind !== 'complete') throw new Error('Incremental delivery is not available.');
    return { status: answer.status ?? 200, headers: answer.headers, body: answer.body.string };
  }
}

/** An error that has its public form already. */
class Formatted extends GraphQLError {
  constructor(readonly formatted: GraphQLFormattedError) {
    super(formatted.message, { path: formatted.path, extensions: formatted.extensions });
  }
}

function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  if (error instanceof Formatted) return error.formatted;
  // Apollo Server gives every fault of validation one code; our limits have codes of their own.
  if (error instanceof GraphQLError && error.originalError instanceof GraphError)
    return { ...formatted, extensions: { ...error.originalError.extensions } };
  const code = codeOf(formatted, error);
  if (code === 'INTERNAL_SERVER_ERROR') return { message: INTERNAL_MESSAGE, extensions: { code, retryable: true } };
  return { ...formatted, extensions: { ...formatted.extensions, code: CODES[code] ?? code } };
}

/** Apollo Server gives some of its refusals a status, but no code. */
function codeOf(formatted: GraphQLFormattedError, error: unknown): string {
  const code = String(formatted.extensions?.code ?? 'INTERNAL_SERVER_ERROR');
  const { status } = ((error as GraphQLError).extensions?.http ?? {}) as { status?: number };
  return code === 'INTERNAL_SERVER_ERROR' && status !== undefined && status >= 400 && status < 500 ? 'BAD_REQUEST' : code;
}

/** The interface through which Apollo Server lets somebody else execute. */
function engineAsGateway(engine: Engine, supergraph: Supergraph): ApolloServerOptionsWithGateway<HttpContext>['gateway'] {
  const schema = supergraph.apiSchema;
  return {
    async load() {
      return { schema, executor: (context) => run(engine, context as unknown as ExecutorContext) as never };
    },
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: schema, coreSupergraphSdl: printSchema(schema) });
      return () => {};
    },
    async stop() {},
  };
}

interface ExecutorContext {
  source: string;
  document: DocumentNode;
  request: { operationName?: string | null; variables?: Record<string, unknown> | null };
  context: HttpContext;
}

async function run(
  engine: Engine,
  { source, document, request, context }: ExecutorContext,
): Promise<{ data?: unknown; errors?: GraphQLError[] }> {
  const answer = await execute(engine, source, document, request, context);
  return { ...answer, errors: answer.errors?.map((error) => new Formatted(error)) };
}

async function execute(
  engine: Engine,
  source: string,
  document: DocumentNode,
  request: ExecutorContext['request'],
  { caller, left }: HttpContext,
): Promise<Answer> {
  try {
    const operation = engine.prepareDocument(source, document, request.operationName);
    if (operation.kind === 'subscription') {
      return {
        errors: [
          {
            message: 'Subscriptions need a connection that stays open: use graphql-ws on this same path.',
            extensions: { code: 'BAD_USER_INPUT' },
          },
        ],
      };
    }
    return await operation.execute({ variables: request.variables ?? {}, caller, left });
  } catch (error) {
    if (error instanceof RequestRefused) return { errors: error.errors };
    throw error;
  }
}

const outcomePlugin: ApolloServerPlugin<HttpContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ contextValue, operation, response }) {
        const { outcome } = contextValue;
        outcome.operation = operation?.name?.value;
        outcome.kind = operation?.operation;
        if (response.body.kind === 'single')
          outcome.codes.push(...new Set(response.body.singleResult.errors?.map((error) => String(error.extensions?.code))));
      },
      async didEncounterErrors({ errors, contextValue, logger }) {
        for (const error of errors) {
          if (error instanceof Formatted || !error.originalError || error.originalError instanceof GraphQLError) continue;
          logger.error({ err: error.originalError, correlationId: contextValue.caller.correlationId } as never);
        }
      },
    };
  },
};
