import type { Metrics } from '../watching/metrics';
import { routesTo, routeTo, UnreachableServices, type Routes } from './index';
import { MeteredTransport } from './metered';
import type { SubgraphTransport } from './transport';

interface OpenTransport {
  readonly service: string;
  readonly plain: SubgraphTransport;
  readonly metered: SubgraphTransport;
  users: number;
}

/** The ways to the services of one supergraph, for as long as that is served. */
export interface TakenTransports {
  /** By service; every call is counted. */
  readonly byService: ReadonlyMap<string, SubgraphTransport>;
  /** To be called once. Ways that nobody else has taken are closed. */
  release(): Promise<void>;
}

/**
 * The open ways to subgraphs, for all supergraphs that are served at this moment: a service that stays where it is keeps its connections
 * and its circuit breaker, and the streams on them go on, when another supergraph takes over.
 */
export class TransportPool {
  private readonly open = new Map<string, OpenTransport>();
  private readonly ofOthers = new Set<SubgraphTransport>();

  constructor(
    private readonly routes: Routes,
    private readonly metrics: Metrics,
  ) {
    for (const given of Object.values(routes.transports ?? {})) if (given) this.ofOthers.add(given);
  }

  /** `own` are services of the gateway itself. Throws UnreachableServices. */
  take(services: ReadonlyMap<string, string>, own: Readonly<Record<string, SubgraphTransport>> = {}): TakenTransports {
    for (const given of Object.values(own)) this.ofOthers.add(given);
    const routes = { ...this.routes, transports: { ...own, ...this.routes.transports } };
    const taken = [...routesTo(services, routes)].map(([service, { key, open }]) => {
      let way = this.open.get(key);
      if (!way) {
        const plain = open();
        way = { service, plain, metered: new MeteredTransport(service, plain, this.metrics.fetchMeter(service)), users: 0 };
        this.open.set(key, way);
      }
      way.users++;
      return { key, way };
    });
    const release = async () => {
      await Promise.all(taken.map(({ key, way }) => this.giveBack(key, way)));
    };
    return { byService: new Map(taken.map(({ way }) => [way.service, way.metered])), release };
  }

  /** The way to a service that no supergraph names yet; it stays open with the pool. */
  takeOne(service: string, url: string): SubgraphTransport {
    if (!routeTo(service, url, this.routes)) throw new UnreachableServices([service]);
    return this.take(new Map([[service, url]])).byService.get(service)!;
  }

  /** Those of this moment, by service: of two ways to one service the newer. */
  get transports(): ReadonlyMap<string, SubgraphTransport> {
    return new Map([...this.open.values()].map(({ service, plain }) => [service, plain]));
  }

  async close(): Promise<void> {
    const all = new Set([...[...this.open.values()].map(({ plain }) => plain), ...this.ofOthers]);
    this.open.clear();
    await Promise.all([...all].map((transport) => transport.close()));
  }

  private async giveBack(key: string, way: OpenTransport): Promise<void> {
    if (--way.users > 0 || this.open.get(key) !== way) return;
    this.open.delete(key);
    // One that the host made is closed at the end: another supergraph may name its service again.
    if (!this.ofOthers.has(way.plain)) await way.plain.close();
  }
}
