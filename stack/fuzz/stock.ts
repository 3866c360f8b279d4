import { createHash } from 'node:crypto';
import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import { parse, type ExecutionResult, type FormattedExecutionResult, type GraphQLSchema } from 'graphql';
import { visitor, type Subgraph, type Viewer } from '@marquee/platform';
import type { Operation } from '../../gateway/tests/random/document';

interface Asking {
  readonly viewer: Viewer | null;
  /** The subgraphs that were asked. */
  readonly services: Set<string>;
}

/** Apollo's own gateway over the same subgraphs, reached by the same direct calls, for the same people. */
export class StockGateway {
  private constructor(
    readonly schema: GraphQLSchema,
    private readonly executor: (request: never) => Promise<unknown>,
    private readonly stopping: () => Promise<void>,
  ) {}

  static async start(supergraphSdl: string, subgraphs: readonly Subgraph[]): Promise<StockGateway> {
    const gateway = new ApolloGateway({
      supergraphSdl,
      logger: { debug() {}, info() {}, warn() {}, error() {} },
      buildService: ({ name }) => sourceOf(subgraphs.find((subgraph) => subgraph.name === name)!),
    });
    const { executor, schema } = await gateway.load();
    return new StockGateway(schema, executor as (request: never) => Promise<unknown>, () => gateway.stop());
  }

  /** As the answer would be after its journey as JSON. What the executor throws is what Apollo Server would answer a 500 for. */
  async ask({ query, variables }: Operation, viewer: Viewer | null): Promise<{ answer: FormattedExecutionResult; services: number }> {
    const context: Asking = { viewer, services: new Set() };
    const request = {
      request: { query, variables: asJson(variables) },
      document: parse(query),
      queryHash: createHash('sha256').update(query).digest('hex'),
      context,
      metrics: {},
    };
    const answer = await this.executor(request as never).catch((error: Error) => ({
      errors: [{ message: `Stock threw: ${error.message}` }],
    }));
    const { data, errors = [] } = answer as ExecutionResult;
    const told = errors.map(({ message, path, extensions }) => ({ message, path, extensions }));
    return {
      answer: asJson({ data, ...(told.length ? { errors: told } : {}) }) as FormattedExecutionResult,
      services: context.services.size,
    };
  }

  stop(): Promise<void> {
    return this.stopping();
  }
}

function sourceOf(subgraph: Subgraph): GraphQLDataSource {
  return {
    async process({ request, context }) {
      const { viewer, services } = context as Asking;
      services.add(subgraph.name);
      const variables = asJson(request.variables ?? {}) as Record<string, unknown>;
      const answer = await subgraph.execute({
        query: request.query!,
        variables,
        operationName: request.operationName,
        caller: { ...visitor('stock'), viewer },
      });
      return asJson(answer) as never;
    },
  };
}

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
