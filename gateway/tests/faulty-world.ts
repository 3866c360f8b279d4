import { PassportOffice, serveSubgraph, silentLogger } from '@marquee/platform';
import { FaultyFront } from './faulty';
import { ask, aSubgraph, compose, SECRET } from './kit';
import { library } from './library';
import { createGateway, type GatewaySettingsInput } from '../src';

/** The sample supergraph over HTTP, with a front that can break the named subgraph. */
export const aWorldWithFaulty = (name: string, settings: GatewaySettingsInput = {}, plans = library) =>
  aWorldBehind((url) => FaultyFront.before(url), name, settings, plans);

/** The sample supergraph over HTTP, with something between the gateway and the named subgraph. */
export async function aWorldBehind<Front extends { url: string; stop(): Promise<void> }>(
  before: (url: string) => Promise<Front>,
  name: string,
  settings: GatewaySettingsInput = {},
  plans = library,
) {
  const passports = () => new PassportOffice(SECRET);
  const servers = await Promise.all(
    plans.map(
      async (plan) =>
        [
          plan.name,
          await serveSubgraph(aSubgraph(plan), { port: 0, host: '127.0.0.1', passports: passports(), logger: silentLogger }),
        ] as const,
    ),
  );
  const urls = Object.fromEntries(servers.map(([service, { url }]) => [service, url]));
  const front = await before(urls[name]!);
  const gateway = await createGateway({
    supergraphSdl: compose(plans, { ...urls, [name]: front.url }),
    passports: passports(),
    logger: silentLogger,
    port: 0,
    host: '127.0.0.1',
    settings: { rates: null, callTimeoutMs: 1_000, ...settings },
  });
  return {
    front,
    gateway,
    ask: (query: string) => ask(gateway.url, query),
    async stop() {
      await gateway.stop();
      await front.stop();
      await Promise.all(servers.map(([, server]) => server.stop()));
    },
  };
}

/** The error at the place of a field whose subgraph is lost. */
export const unavailable = (service: string, path: (string | number)[], retryable = true) => ({
  message: `The service "${service}" is not available at the moment.`,
  path,
  extensions: { code: 'SUBGRAPH_UNAVAILABLE', service, retryable },
});
