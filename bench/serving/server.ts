import { createServer } from 'node:http';
import { HeaderMap } from '@apollo/server';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { PASSPORT_HEADER, PassportOffice, serveSubgraph, silentLogger, SubgraphExecutor, type Subgraph } from '@marquee/platform';
import { parse } from 'graphql';
import { startApolloServer } from '../../stack/src/alone/apollo-server';
import { reviews } from '../gateway/subgraphs/reviews';
import { tell, workerInput } from '../measure/worker';
import { SECRET, SUBGRAPH, type ServerInput } from './operation';

const passports = new PassportOffice(SECRET);

/** The same subgraph, executed by the platform's executor in either case: what differs is who serves it. */
async function main({ server }: ServerInput): Promise<void> {
  const schema = buildSubgraphSchema({ typeDefs: parse(reviews.sdl), resolvers: reviews.resolvers });
  const executor = new SubgraphExecutor(schema, (caller) => ({ caller }), silentLogger);
  const subgraph = { name: SUBGRAPH, schema, execute: (request) => executor.execute(request) } as Subgraph;
  tell({ url: server === 'ours' ? await ours(subgraph) : await apolloServer(subgraph) });
}

const ours = async (subgraph: Subgraph) =>
  (await serveSubgraph(subgraph, { port: 0, host: '127.0.0.1', passports, logger: silentLogger })).url;

/** As an integration is written for a framework: Node's HTTP server reads and writes, Apollo Server does what lies between. */
async function apolloServer(subgraph: Subgraph): Promise<string> {
  const apollo = await startApolloServer(subgraph);
  const http = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const headers = new HeaderMap();
      for (const [name, value] of Object.entries(request.headers)) headers.set(name, String(value));
      const context = () =>
        Promise.resolve({ caller: passports.verify(SUBGRAPH, request.headers[PASSPORT_HEADER] as string, text).caller });
      apollo
        .executeHTTPGraphQLRequest({
          httpGraphQLRequest: { method: 'POST', headers, search: '', body: JSON.parse(text) as unknown },
          context,
        })
        .then(
          ({ status, headers: answered, body }) =>
            response.writeHead(status ?? 200, Object.fromEntries(answered)).end(body.kind === 'complete' ? body.string : ''),
          () => response.writeHead(500).end(),
        );
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(http.address() as { port: number }).port}/graphql`;
}

void main(workerInput());
