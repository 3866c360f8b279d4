import type { ApolloGateway } from '@apollo/gateway';
import type { Logger } from '@marquee/platform';
import type { DocumentNode } from 'graphql';
import { ErrorReporter } from '../execution/errors/error-reporter';
import { SupergraphError } from '../supergraph/supergraph';
import { SubgraphDataSource } from '../transport/data-source';
import type { SubgraphTransport } from '../transport/transport';
import { ReferenceOperation } from './reference-operation';

export interface ReferenceOptions {
  readonly sdl: string;
  readonly transports: ReadonlyMap<string, SubgraphTransport>;
  readonly logger: Logger;
}

/**
 * Apollo's gateway on our ways to the subgraphs: it plans and executes queries and mutations in the place of our own engine. Who is asking,
 * what may be asked, prices, errors and answers go the same way with either, so that a difference is one of planning or execution.
 */
export class ReferenceEngine {
  private constructor(
    private readonly gateway: ApolloGateway,
    private readonly logger: Logger,
  ) {}

  /** Rejects with SupergraphError when Apollo's gateway does not take the supergraph. */
  static async open({ sdl, transports, logger }: ReferenceOptions): Promise<ReferenceEngine> {
    // Loaded only here: with its packages it would double the time of a start.
    const { ApolloGateway } = await import('@apollo/gateway');
    const gateway = new ApolloGateway({
      supergraphSdl: sdl,
      buildService: ({ name }) => new SubgraphDataSource(transports.get(name)!),
      logger: quiet(logger),
    });
    try {
      await gateway.load();
    } catch (error) {
      throw new SupergraphError('Apollo’s gateway does not take the supergraph.', { cause: error });
    }
    return new ReferenceEngine(gateway, logger);
  }

  operation(document: DocumentNode, operationName: string | undefined): ReferenceOperation {
    return new ReferenceOperation(this.gateway, { document, operationName, reporter: new ErrorReporter(this.logger) });
  }

  stop(): Promise<void> {
    return this.gateway.stop();
  }
}

/** It tells at every start what our own log says already, and complains of the gateway's own service, which has no address. */
const quiet = (logger: Logger) => ({
  debug: (message?: unknown) => logger.debug(message),
  info: (message?: unknown) => logger.debug(message),
  warn: (message?: unknown) => logger.debug(message),
  error: (message?: unknown) => logger.debug(message),
});
