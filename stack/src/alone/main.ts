import { join } from 'node:path';
import { CannotStart, explainStart, onStopSignal, watchCrashes } from '@marquee/platform';
import { openViewers } from '@marquee/users/viewer';
import { environment } from '../env';
import { DEFAULT_PORTS, modules } from '../modules';
import { preflight } from '../preflight';
import { consoleProgress } from '../progress';
import { startSubgraphs } from '../subgraphs';
import { DEMO_SIGN_INS } from '../welcome';
import { serveToDeveloper } from './development-server';
import { VIEWER_HEADER } from './development-viewer';

/**
 * `npm run dev -w @marquee/<name>`: one subgraph in front of its developer, with no gateway between. The other four run behind it, so that
 * it knows what it knows in the product, and what it tells arrives.
 */
async function main([name = '']: string[]): Promise<void> {
  if (environment.NODE_ENV === 'production')
    throw new CannotStart(
      'A subgraph by itself believes whoever asks: it is for development. In production start its main.ts, behind a gateway.',
    );
  if (!modules.some((module) => module.name === name))
    throw new CannotStart(`usage: npm run dev -w @marquee/<${modules.map((module) => module.name).join('|')}>`);
  // The data of `npm start`, from wherever it is called.
  process.chdir(join(__dirname, '../../..'));
  const own = { ...environment, PORT: environment.PORT || String(DEFAULT_PORTS[name]) };
  const settings = await preflight(own, (line) => process.stdout.write(`${line}\n`));
  process.stdout.write(`${name} is starting, the other subgraphs behind it\n`);

  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const undo of stops.splice(0).reverse()) await undo();
  };
  try {
    const { subgraphs, databases, fields, logger, tracking } = await startSubgraphs(settings, own, consoleProgress(), stops);
    watchCrashes(logger, tracking);
    onStopSignal(logger, stop);
    const viewers = openViewers(databases.urls['users']!, fields);
    stops.push(() => viewers.close());
    const subgraph = subgraphs.find((one) => one.name === name)!;
    const server = await serveToDeveloper(subgraph, { port: settings.PORT, host: settings.HOST, viewers, logger });
    stops.push(() => server.stop());
    stops.push(() => databases.stopsSoon());
    process.stdout.write(`
  GraphQL    ${server.url}
  Explorer   ${server.explorerUrl}

  ${VIEWER_HEADER} says who asks, by address or username (${DEMO_SIGN_INS.map(({ email }) => email).join(', ')}):
    curl -s ${server.url} -H 'content-type: application/json' -H '${VIEWER_HEADER}: ${DEMO_SIGN_INS[0]!.email}' -d '{"query":"{ __typename }"}'
  server-timing of each answer tells what it cost.
`);
  } catch (error) {
    await stop();
    throw error;
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${explainStart(error)}\n`);
  process.exit(1);
});
