import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { silentLogger, visitor } from '@marquee/platform';
import { printSchema } from 'graphql';
import { Engine } from '../../gateway/src/operation/engine';
import { answerText, type Answer } from '../../gateway/src/operation/answer';
import { completeSettings } from '../../gateway/src/settings';
import { loadSupergraph } from '../../gateway/src/supergraph/supergraph';
import { NEVER } from '../../gateway/src/time-limit';
import { chooseTransports } from '../../gateway/src/transport';
import { Metrics } from '../../gateway/src/watching/metrics';
import { workerInput } from '../measure/worker';

export interface BehindApolloServerInput {
  readonly port: number;
  readonly supergraphFile: string;
}

interface ApolloRequest {
  readonly request: { readonly query: string; readonly operationName?: string; readonly variables?: Record<string, unknown> };
}

/**
 * Our execution, with Apollo Server in front of it instead of ours: the difference is what the front costs. It is spared what our
 * execution does not need: the text of an answer is not read into objects only to be written again.
 */
async function main({ port, supergraphFile }: BehindApolloServerInput): Promise<void> {
  const settings = completeSettings();
  const metrics = new Metrics();
  const supergraph = loadSupergraph(readFileSync(supergraphFile, 'utf8'), { planning: settings.planning, logger: silentLogger, metrics });
  const transports = chooseTransports({ services: supergraph.services, passports: null, timeoutMs: settings.callTimeoutMs, ...settings });
  const engine = new Engine({
    supergraph,
    transports,
    limits: settings.limits,
    timeoutMs: settings.operationTimeoutMs,
    logger: silentLogger,
    metrics,
  });

  // Of the rivals' package: Apollo Server works with the graphql that is beside it.
  const rivals = createRequire(path.join(__dirname, 'rivals/package.json'));
  const { ApolloServer } = rivals('@apollo/server') as { ApolloServer: new (config: object) => object };
  const { startStandaloneServer } = rivals('@apollo/server/standalone') as {
    startStandaloneServer: (...args: unknown[]) => Promise<unknown>;
  };
  const { ApolloServerPluginLandingPageDisabled } = rivals('@apollo/server/plugin/disabled') as {
    ApolloServerPluginLandingPageDisabled: () => object;
  };
  const { buildSchema } = rivals('graphql') as { buildSchema: (sdl: string) => unknown };

  const apiSchema = buildSchema(printSchema(supergraph.apiSchema));
  const caller = visitor();
  const executor = async ({ request: { query, operationName, variables = {} } }: ApolloRequest): Promise<Answer> => {
    const operation = await engine.prepare(query, operationName);
    return operation.with(variables).execute({ caller, left: NEVER });
  };
  const server = new ApolloServer({
    gateway: {
      load: async () => ({ executor }),
      onSchemaLoadOrUpdate: (take: (schema: object) => void) => {
        take({ apiSchema, coreSupergraphSdl: '' });
        return () => undefined;
      },
      stop: () => supergraph.stop(),
    },
    stringifyResult: answerText,
    plugins: [ApolloServerPluginLandingPageDisabled()],
  });
  await startStandaloneServer(server, { listen: { port, host: '127.0.0.1' } });
}

void main(workerInput<BehindApolloServerInput>());
