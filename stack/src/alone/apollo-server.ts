import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled, ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import type { Caller, Subgraph } from '@marquee/platform';

export interface ApolloContext {
  readonly caller: Caller;
}

/** The subgraph executes as it does for gateways: its rules, loaders and texts of errors are those of the product. */
export async function startApolloServer(
  subgraph: Pick<Subgraph, 'schema' | 'execute'>,
  plugins: readonly ApolloServerPlugin<ApolloContext>[] = [],
): Promise<ApolloServer<ApolloContext>> {
  const apollo = new ApolloServer<ApolloContext>({
    gateway: {
      load: () =>
        Promise.resolve({
          executor: async ({ request: { query, variables }, operationName, context }) =>
            (await subgraph.execute({ query: query!, variables, operationName, caller: (context as ApolloContext).caller })) as never,
        }),
      onSchemaLoadOrUpdate(listener) {
        listener({ apiSchema: subgraph.schema, coreSupergraphSdl: '' });
        return () => undefined;
      },
      stop: () => Promise.resolve(),
    },
    // What the subgraph answers is meant for clients already.
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    plugins: [ApolloServerPluginLandingPageDisabled(), ApolloServerPluginInlineTraceDisabled(), ...plugins],
  });
  await apollo.start();
  return apollo;
}
