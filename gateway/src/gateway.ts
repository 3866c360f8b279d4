import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { serveMetrics } from '@marquee/platform';
import { openDoor, openEditions, openFronts, openIdentities, openWatching, openWays } from './assembly';
import type { EditionsState } from './editions/editions';
import type { GatewayOptions } from './gateway-options';
import { EXPLORER_PATH, GRAPHQL_PATH } from './http/paths';
import { warm } from './operation/warming';
import { completeSettings } from './settings';
import type { LiveStatistics } from './subscriptions/hub';
import { registerGauges } from './watching/gauges';
import type { Metrics } from './watching/metrics';

/**
 * Requests under way when a gateway stops may take so long, or as long as it takes to send all clients away and a little longer, whichever
 * is more.
 */
const ANSWERED_WITHIN_MS = 10_000;
const AFTER_DRAIN_MS = 3_000;

export interface Gateway {
  readonly url: string;
  readonly socketUrl: string;
  /** Null when the explorer is off. */
  readonly explorerUrl: string | null;
  /** Where Prometheus reads; null when metrics are not served. */
  readonly metricsUrl: string | null;
  readonly httpServer: Server;
  /** What is open at this moment. */
  readonly statistics: {
    readonly sockets: number;
    readonly streams: number;
    readonly listeners: number;
    readonly planning: number;
    readonly live: LiveStatistics;
    readonly supergraph: EditionsState;
  };
  /** Stops taking requests, lets those under way finish, and closes what it opened. */
  stop(): Promise<void>;
}

/** Opens one endpoint for a supergraph: resolves when it is listening. */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { logger, host } = options;
  const settings = completeSettings(options.settings);
  const watching = await openWatching(settings, logger);
  const { metrics } = watching;
  const ways = openWays(options, settings, metrics);
  const { editions, stop: stopEditions } = await openEditions(options, settings, ways, watching);
  const identities = await openIdentities(options, settings, editions, watching);
  const door = await openDoor(options, settings, editions, ways, identities, watching);
  const { front, health, hub, streams, sockets } = openFronts(options, settings, editions, ways, door, identities, watching);
  registerGauges(metrics, { pool: ways.pool, editions, hub, sockets, streams });
  const metricsServer = settings.metricsPort === null ? null : await serveMetrics(metersOf(options, metrics), settings.metricsPort, host);
  await front.listen(options.port, host);
  const stopping = new AbortController();
  const warmed = warm(editions.current.engine, editions.trusted, stopping.signal, logger);

  const { port } = front.server.address() as AddressInfo;
  const origin = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return {
    url: `http://${origin}${GRAPHQL_PATH}`,
    socketUrl: `ws://${origin}${GRAPHQL_PATH}`,
    explorerUrl: settings.explorer ? `http://${origin}${EXPLORER_PATH}` : null,
    metricsUrl: metricsServer?.url ?? null,
    httpServer: front.server,
    get statistics() {
      return {
        sockets: sockets.socketCount,
        streams: streams.streamCount,
        listeners: hub.listenerCount,
        planning: editions.current.engine.preparingCount,
        live: hub.live,
        supergraph: editions.state,
      };
    },
    async stop() {
      health.stopping = true;
      if (settings.drain.noticeMs) await pause(settings.drain.noticeMs);
      await Promise.all([
        front.drain(Math.max(ANSWERED_WITHIN_MS, settings.drain.withinMs + AFTER_DRAIN_MS)),
        sockets.stop(),
        streams.stop(),
      ]);
      await identities.stop();
      await door.stop();
      stopping.abort();
      await stopEditions();
      await ways.pool.close();
      await warmed;
      await metricsServer?.stop();
      await watching.tracer.stop();
    },
  };
}

/** The subgraphs that run in this process stand on the same page. */
const metersOf = ({ subgraphs = [] }: GatewayOptions, { meter }: Metrics) => [
  meter,
  ...subgraphs.flatMap((subgraph) => (subgraph.meter ? [subgraph.meter] : [])),
];
