import { DEFAULT_LIMITS, type Limits } from './limits/limits';
import type { BreakerSettings } from './transport/breaker';
import type { BulkheadSettings } from './transport/bulkhead';
import type { UpstreamSettings } from './transport/upstream-socket';

/** What whoever runs a gateway may choose. Every one has a default that is safe. */
export interface GatewaySettings {
  readonly limits: Limits;
  /** Web origins, besides the gateway's own, whose pages may call it; `*` for all. */
  readonly allowedOrigins: readonly string[];
  /** Proxies of ours in front: so many entries of x-forwarded-for, from the right, are believed. */
  readonly trustedProxies: number;
  readonly explorer: boolean;
  /** What the explorer shows at first. */
  readonly explorerQuery?: string;
  readonly maxBodyBytes: number;
  /** Documents that clients may call by the SHA-256 of their text without having sent it before. */
  readonly trustedDocuments: readonly string[];
  /** For one call of a subgraph, its retries included. */
  readonly callTimeoutMs: number;
  readonly operationTimeoutMs: number;
  /** What one answer of a subgraph, or one event of it, may hold. */
  readonly maxAnswerBytes: number;
  /** For each subgraph over HTTP. */
  readonly bulkhead: BulkheadSettings;
  readonly breaker: BreakerSettings;
  /** The sockets to subgraphs on which streams come. */
  readonly upstream: UpstreamSettings;
  readonly sockets: SocketSettings;
}

export interface SocketSettings {
  readonly initTimeoutMs: number;
  readonly pingMs: number;
  readonly maxMessageBytes: number;
  /** Bytes waiting for a slow reader; beyond, its socket is closed. */
  readonly maxBufferedBytes: number;
  readonly maxOperations: number;
}

export type GatewaySettingsInput = Partial<Omit<GatewaySettings, 'limits' | 'bulkhead' | 'breaker' | 'upstream' | 'sockets'>> & {
  limits?: Partial<Limits>;
  bulkhead?: Partial<BulkheadSettings>;
  breaker?: Partial<BreakerSettings>;
  upstream?: Partial<UpstreamSettings>;
  sockets?: Partial<SocketSettings>;
};

const DEFAULTS: GatewaySettings = {
  limits: DEFAULT_LIMITS,
  allowedOrigins: [],
  trustedProxies: 0,
  explorer: true,
  maxBodyBytes: 256 * 1024,
  trustedDocuments: [],
  callTimeoutMs: 5_000,
  operationTimeoutMs: 30_000,
  maxAnswerBytes: 16 * 1024 * 1024,
  bulkhead: { calls: 64, waiting: 1_000, waitMs: 2_000 },
  breaker: { failures: 5, openMs: 60_000 },
  upstream: { pingMs: 5_000, answerWithinMs: 5_000 },
  sockets: { initTimeoutMs: 3_000, pingMs: 12_000, maxMessageBytes: 64 * 1024, maxBufferedBytes: 1024 * 1024, maxOperations: 20 },
};

export function completeSettings(given: GatewaySettingsInput = {}): GatewaySettings {
  return {
    ...DEFAULTS,
    ...given,
    limits: { ...DEFAULTS.limits, ...given.limits },
    bulkhead: { ...DEFAULTS.bulkhead, ...given.bulkhead },
    breaker: { ...DEFAULTS.breaker, ...given.breaker },
    upstream: { ...DEFAULTS.upstream, ...given.upstream },
    sockets: { ...DEFAULTS.sockets, ...given.sockets },
  };
}
