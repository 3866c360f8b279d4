import type { Engine } from '../operation/engine';
import type { Hub } from '../subscriptions/hub';
import type { StreamEndpoint } from '../subscriptions/stream-endpoint';
import type { SocketEndpoint } from '../subscriptions/socket-endpoint';
import type { SubgraphTransport } from '../transport/transport';
import type { Metrics } from './metrics';

const CIRCUITS = ['closed', 'half-open', 'open'] as const;

export interface GaugeSources {
  /** Of this moment. */
  readonly pool: { readonly transports: ReadonlyMap<string, SubgraphTransport> };
  readonly editions: { readonly current: { readonly engine: Engine } };
  readonly hub: Hub;
  readonly sockets: SocketEndpoint;
  readonly streams: StreamEndpoint;
}

/** Adds values of the present moment to the counted ones: they are read when Prometheus asks. */
export function registerGauges({ meter }: Metrics, { pool, editions, hub, sockets, streams }: GaugeSources): void {
  meter.gauge('gateway_plan_cache_size', 'Operations in the plan cache.', () => editions.current.engine.operationCount);
  meter.gauge('gateway_sockets', 'Open sockets of clients.', () => sockets.socketCount);
  meter.gauge('gateway_http_streams', 'Subscriptions over plain HTTP.', () => streams.streamCount);
  meter.gauge('gateway_subscriptions', 'Listeners to streams, on whatever transport.', () => hub.listenerCount);
  meter.gauge('gateway_upstreams', 'Streams from subgraphs that serve these listeners.', () => hub.channelCount);
  const conditions = () => [...pool.transports].flatMap(([name, { condition }]) => (condition ? [{ name, condition }] : []));
  meter.gaugeOfEach('gateway_subgraph_circuit', 'The circuit breaker: 1 at its present state.', ['subgraph', 'state'], () =>
    conditions().flatMap(({ name, condition }) => CIRCUITS.map((state) => [[name, state], condition.circuit === state ? 1 : 0] as const)),
  );
  meter.gaugeOfEach(
    'gateway_subgraph_calls',
    'Calls of a subgraph at this moment: running, waiting for a turn.',
    ['subgraph', 'state'],
    () =>
      conditions().flatMap(({ name, condition }) => [
        [[name, 'running'], condition.running] as const,
        [[name, 'waiting'], condition.waiting] as const,
      ]),
  );
}
