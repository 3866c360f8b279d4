import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { serveMetrics } from '@marquee/platform';
import { openDoor, openFronts, openIdentities, openSupergraph, openTransports, openWatching } from './assembly';
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
  const supergraph = await openSupergraph(options, settings, metrics);
  const transports = openTransports(options, settings, supergraph, metrics);
  const identities = await openIdentities(options, settings, supergraph, transports);
  const door = await openDoor(options, settings, supergraph, transports, identities, watching);
  const { front, health, hub, streams, sockets } = openFronts(options, settings, door, identities, watching);
  registerGauges(metrics, { transports: transports.plain, engine: door.engine, hub, sockets, streams });
  const metricsServer = settings.metricsPort === null ? null : await serveMetrics(metersOf(options, metrics), settings.metricsPort, host);
  await front.listen(options.port, host);
  const stopping = new AbortController();
  const trusted = settings.trustedDocuments.map((one) => (typeof one === 'string' ? one : one.text));
  const warmed = warm(door.engine, trusted, stopping.signal, logger);

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
        planning: door.engine.preparingCount,
        live: hub.live,
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
      await Promise.all([...transports.metered.values()].map((transport) => transport.close()));
      stopping.abort();
      await supergraph.stop();
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
