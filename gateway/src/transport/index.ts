import type { PassportOffice } from '@marquee/platform';
import type { BreakerSettings } from './breaker';
import type { BulkheadSettings } from './bulkhead';
import { HttpTransport } from './http';
import { InProcessTransport, type LocalSubgraph } from './in-process';
import type { SubgraphTransport } from './transport';
import type { UpstreamSettings } from './upstream-socket';

export type { LocalSubgraph } from './in-process';
export * from './transport';

export interface Routes {
  /** Subgraphs that run in this process. */
  readonly subgraphs?: readonly LocalSubgraph[];
  /** Addresses that are used instead of the supergraph's. */
  readonly serviceUrls?: Readonly<Record<string, string | undefined>>;
  /** Ready-made transports, which are used instead of all others. */
  readonly transports?: Readonly<Record<string, SubgraphTransport | undefined>>;
  readonly passports: PassportOffice | null;
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
  readonly bulkhead: BulkheadSettings;
  readonly breaker: BreakerSettings;
  readonly upstream: UpstreamSettings;
}

/** The supergraph names services that this gateway cannot reach. */
export class UnreachableServices extends Error {
  override name = 'UnreachableServices';

  constructor(services: readonly string[]) {
    super(`The supergraph gives no http(s) address for: ${services.join(', ')}. Set SERVICE_URL_<NAME> for each.`);
  }
}

/** How one service is reached: two routes with the same key are the same way. */
export interface Route {
  readonly key: string;
  open(): SubgraphTransport;
}

/** `routingUrl` is the address that the supergraph gives. Null when there is no way. */
export function routeTo(service: string, routingUrl: string, routes: Routes): Route | null {
  const { subgraphs = [], serviceUrls = {}, transports = {}, timeoutMs, ...network } = routes;
  const given = transports[service];
  if (given) return { key: `${service} as given`, open: () => given };
  const local = subgraphs.find((subgraph) => subgraph.name === service);
  if (local) return { key: `${service} in this process`, open: () => new InProcessTransport(local, timeoutMs) };
  const url = serviceUrls[service] ?? serviceUrls[service.toLowerCase().replace(/\W/g, '_')] ?? routingUrl;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) return null;
  return { key: `${service} at ${url}`, open: () => new HttpTransport({ service, url, timeoutMs, ...network }) };
}

/** Opens the way to each service, by name. Throws with one line that names every service without one. */
export function chooseTransports({
  services,
  ...routes
}: Routes & {
  /** Names of the supergraph's services, with the address that the supergraph gives for each. */
  readonly services: ReadonlyMap<string, string>;
}): ReadonlyMap<string, SubgraphTransport> {
  return new Map([...routesTo(services, routes)].map(([service, route]) => [service, route.open()]));
}

export function routesTo(services: ReadonlyMap<string, string>, routes: Routes): ReadonlyMap<string, Route> {
  const found = [...services].map(([service, url]) => [service, routeTo(service, url, routes)] as const);
  const unreachable = found.flatMap(([service, route]) => (route ? [] : [service]));
  if (unreachable.length) throw new UnreachableServices(unreachable);
  return new Map(found.map(([service, route]) => [service, route!]));
}
