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
  /** Names of the supergraph's services, with the address that the supergraph gives for each. */
  readonly services: ReadonlyMap<string, string>;
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
}

/** Chooses the transport of each service. Throws with one line that names every service without one. */
export function chooseTransports({
  services,
  subgraphs = [],
  serviceUrls = {},
  transports = {},
  timeoutMs,
  ...network
}: Routes): ReadonlyMap<string, SubgraphTransport> {
  const chosen = new Map<string, SubgraphTransport>();
  const unreachable: string[] = [];
  for (const [service, routingUrl] of services) {
    const given = transports[service];
    const local = subgraphs.find((subgraph) => subgraph.name === service);
    const url = serviceUrls[service] ?? serviceUrls[service.toLowerCase().replace(/\W/g, '_')] ?? routingUrl;
    if (given) chosen.set(service, given);
    else if (local) chosen.set(service, new InProcessTransport(local, timeoutMs));
    else if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))
      chosen.set(service, new HttpTransport({ service, url, timeoutMs, ...network }));
    else unreachable.push(service);
  }
  if (unreachable.length)
    throw new Error(`The supergraph gives no http(s) address for: ${unreachable.join(', ')}. Set SERVICE_URL_<NAME> for each.`);
  return chosen;
}
