import pg, { type ClientBase, type Pool } from 'pg';
import type { Database } from '../db';
import type { Logger } from '../logger';
import type { SubgraphMeter } from '../watching';
import { Freshness, positionOf } from './freshness';

export interface ReplicaOptions<Client> {
  /** Opened on the replica's address. */
  readonly db: Database<Client>;
  readonly home: Pool;
  /** Later than this, it is not read from. */
  readonly maxLagMs: number;
  readonly logger: Logger;
  /** For tests. */
  readonly now?: () => number;
}

/** How a replica is. */
export interface ReplicaHealth {
  /** False: everything is read at home. */
  readonly ok: boolean;
  /** So old may be what it shows; null where nobody knows. */
  readonly lagSeconds: number | null;
}

/** Looks so often within the time that it may be late. */
const LOOKS = 4;

/** A streaming replica of a subgraph's database, and whether it may be read from at this moment. */
export class Replica<Client> {
  readonly db: Database<Client>;
  private readonly freshness: Freshness;
  private readonly now: () => number;
  private completeAsOf: number | null = null;
  private wasUsable: boolean | null = null;
  /** Which cluster the primary is of; a replica of another one is none. */
  private cluster: string | null = null;
  /** A new connection has led to another server: the address may mean another machine since, while older connections still reach ours. */
  private leadsElsewhere = false;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private stopped = false;

  constructor(private readonly options: ReplicaOptions<Client>) {
    this.db = options.db;
    this.now = options.now ?? (() => performance.now());
    this.freshness = new Freshness(options.maxLagMs);
    this.db.pool.on('connect', (client) => void this.meet(client));
  }

  /** Everything that was committed longer ago than `maxLagMs` is there. It is false as well where nobody could look for so long. */
  get isUsable(): boolean {
    const { completeAsOf } = this;
    return !this.leadsElsewhere && completeAsOf !== null && this.now() - completeAsOf <= this.options.maxLagMs;
  }

  get health(): ReplicaHealth {
    const { completeAsOf } = this;
    const lagMs = completeAsOf === null ? null : this.now() - completeAsOf;
    return { ok: this.isUsable, lagSeconds: lagMs === null ? null : Math.round(lagMs) / 1000 };
  }

  /** Looks at once, and again and again. */
  async start(): Promise<void> {
    await this.look();
    this.again();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.looking;
    await this.db.close();
  }

  register(meter: SubgraphMeter): void {
    meter.gauge('marquee_replica_usable', 'Whether the replica of the database is read from: 1, or 0.', () => (this.isUsable ? 1 : 0));
    meter.gaugeOfEach('marquee_replica_lag_seconds', 'How old what the replica shows may be; none where nobody knows.', [], () =>
      this.health.lagSeconds === null ? [] : [[[], this.health.lagSeconds]],
    );
    meter.countOf('marquee_replica_statements_total', 'SQL statements sent to the replica.', () => this.db.statements.count);
  }

  private again(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.look().then(() => this.again()), this.options.maxLagMs / LOOKS).unref();
  }

  /** Never rejects. */
  private look(): Promise<void> {
    return (this.looking = this.ask()
      .catch((error: unknown) => this.tell(error))
      .then(() => this.tell()));
  }

  private async ask(): Promise<void> {
    const { home, db } = this.options;
    const askedAt = this.now();
    const { rows } = await home.query<Position>(`SELECT pg_current_wal_flush_lsn()::text AS position, ${CLUSTER} AS cluster`);
    const primary = rows[0]!;
    this.cluster = primary.cluster;
    this.freshness.primaryAt(positionOf(primary.position!), askedAt);
    if (this.leadsElsewhere && (await clusterOfNew(db.pool)) === this.cluster) this.leadsElsewhere = false;
    const { rows: answers } = await db.pool.query<Position & { standby: boolean }>(
      `SELECT pg_is_in_recovery() AS standby, pg_last_wal_replay_lsn()::text AS position, ${CLUSTER} AS cluster`,
    );
    const { standby, position, cluster } = answers[0]!;
    if (cluster !== this.cluster || this.leadsElsewhere) this.leave('it is a replica of another server');
    if (!standby || position === null) this.leave('it is no replica: it takes changes of its own');
    this.completeAsOf = this.freshness.completeAsOf(positionOf(position)) ?? this.completeAsOf;
  }

  /** Not at the end of what it may be late: at once. */
  private leave(why: string): never {
    this.completeAsOf = null;
    throw new Error(why);
  }

  /** Whose each new connection is. It is asked before anything else on it. */
  private async meet(client: ClientBase): Promise<void> {
    const { rows } = await client.query<{ cluster: string }>(`SELECT ${CLUSTER} AS cluster`).catch(() => ({ rows: [] }));
    if (rows[0] && this.cluster !== null && rows[0].cluster !== this.cluster) {
      this.leadsElsewhere = true;
      this.completeAsOf = null;
      this.tell(new Error('its address leads to another server now'));
    }
  }

  /** Once, when it is used again or no more. */
  private tell(error?: unknown): void {
    const { logger, maxLagMs } = this.options;
    if (this.wasUsable === this.isUsable || (error === undefined && this.stopped)) return;
    this.wasUsable = this.isUsable;
    if (this.isUsable) logger.info({ maxLagMs }, 'the replica of the database is read from');
    else
      logger.warn(
        { maxLagMs, ...this.health, ...(error ? { err: error } : {}) },
        'the replica of the database is late or away: all is read at home',
      );
  }
}

interface Position {
  position: string | null;
  cluster: string;
}

/** The number that all copies of a cluster share. */
const CLUSTER = '(SELECT system_identifier::text FROM pg_control_system())';

/** As a connection that is opened now finds it. */
async function clusterOfNew({ options }: Pool): Promise<string> {
  const client = new pg.Client(options);
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ cluster: string }>(`SELECT ${CLUSTER} AS cluster`);
    return rows[0]!.cluster;
  } finally {
    await client.end();
  }
}
