import { createHash } from 'node:crypto';
import type { Logger } from '@marquee/platform';
import { RATE_LIMIT_SERVICE } from '../limits/rate-limit-field/rate-limit-field';
import type { RateLimitService } from '../limits/rate-limit-field/rate-limit-service';
import { SessionDocuments } from '../limits/rate/session-documents';
import { Engine } from '../operation/engine';
import { ReferenceEngine } from '../reference/reference-engine';
import { SubgraphKeyOwner, type KeyOwner } from '../keys/key-owner';
import { SubgraphSessionOwner, type SessionOwner } from '../sessions/session-owner';
import type { GatewaySettings } from '../settings';
import { loadSupergraphInTurns, type SupergraphOptions } from '../supergraph/supergraph';
import type { Tracer } from '../tracing/trace';
import type { SubgraphTransport } from '../transport/transport';
import type { TakenTransports, TransportPool } from '../transport/transport-pool';
import type { Metrics } from '../watching/metrics';
import { Usage } from './usage';

/** The ways to subgraphs, whichever supergraph names them. */
export interface Ways {
  readonly pool: TransportPool;
  /** Null where the gateway does not resolve `rateLimit` itself. */
  readonly rateLimitService: RateLimitService | null;
}

export interface EditionParts {
  readonly settings: GatewaySettings;
  /** For each supergraph anew: a planner has its own. */
  readonly planning: () => Promise<Pick<SupergraphOptions, 'native' | 'plans'>>;
  readonly scalars: SupergraphOptions['scalars'];
  readonly ways: Ways;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly tracer: Tracer;
}

/** One supergraph while it is served: everything that goes when another one takes its place. */
export interface Edition {
  /** The beginning of the SHA-256 of its SDL. */
  readonly hash: string;
  readonly engine: Engine;
  readonly sessionDocuments: SessionDocuments;
  /** Null where no subgraph keeps sessions. */
  readonly sessionOwner: SessionOwner | null;
  /** Null where no subgraph keeps keys of programs. */
  readonly keyOwner: KeyOwner | null;
  readonly usage: Usage;
  close(): Promise<void>;
}

const HASH_LENGTH = 16;

export const hashOf = (sdl: string): string => createHash('sha256').update(sdl).digest('hex').slice(0, HASH_LENGTH);

/** Rejects with SupergraphError and UnreachableServices. Other work passes while a large supergraph is read. */
export async function openEdition(sdl: string, parts: EditionParts): Promise<Edition> {
  const { settings, planning, scalars, ways, logger, metrics, tracer } = parts;
  const { planning: settingsOfPlanning, rateLimitField } = settings;
  const supergraph = await loadSupergraphInTurns(sdl, {
    planning: settingsOfPlanning,
    rateLimitField,
    scalars,
    logger,
    metrics,
    ...(await planning()),
  });
  let reference: ReferenceEngine | null = null;
  let transports: TakenTransports | null = null;
  const close = async () => {
    await reference?.stop();
    await supergraph.stop();
    await transports?.release();
  };
  try {
    const { pool, rateLimitService } = ways;
    const own: Record<string, SubgraphTransport> =
      supergraph.resolvesRateLimit && rateLimitService ? { [RATE_LIMIT_SERVICE]: rateLimitService } : {};
    transports = pool.take(supergraph.services, own);
    const { byService } = transports;
    if (settings.engine === 'apollo') reference = await ReferenceEngine.open({ sdl: supergraph.sdl, transports: byService, logger });
    const usage = new Usage();
    const { limits, operationTimeoutMs: timeoutMs, sessions } = settings;
    const engine = new Engine({ supergraph, transports: byService, limits, timeoutMs, logger, metrics, tracer, usage, reference });
    const { sessionService: service, keyService } = supergraph;
    const owner = service === null ? undefined : byService.get(service);
    const keys = keyService === null ? undefined : byService.get(keyService);
    return {
      hash: hashOf(sdl),
      engine,
      sessionDocuments: new SessionDocuments(supergraph.markedMutations),
      sessionOwner: service !== null && owner ? new SubgraphSessionOwner(service, owner, sessions.lastsWithinMs) : null,
      keyOwner: keyService !== null && keys ? new SubgraphKeyOwner(keyService, keys, sessions.lastsWithinMs) : null,
      usage,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
