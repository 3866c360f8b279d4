import type { FormattedExecutionResult, GraphQLSchema } from 'graphql';
import type { Bus } from '../bus';
import type { Cache } from '../cache';
import type { Clock } from '../clock';
import type { FieldCipher } from '../encryption';
import type { z } from '../env';
import type { FileStore } from '../files';
import type { Logger } from '../logger';
import type { Tracer } from '../tracing';
import type { Meter } from '../watching';
import type { SubgraphRequest } from './executor';
import type { SubgraphHealth } from './health';
import type { PublicHandlers } from './public-route';

/** What every subgraph is given by the process that runs it: one of its own (run.ts), or the one-process stack. */
export interface Runtime<Settings = unknown> {
  databaseUrl: string;
  /** A streaming replica of the database, from which is read what may be `maxLagMs` late. */
  replica?: { url: string; maxLagMs: number } | undefined;
  bus: Bus;
  cache: Cache;
  clock: Clock;
  logger: Logger;
  settings: Settings;
  /** Encrypts what nobody may read in a copy of the database. */
  fields: FieldCipher;
  /** Where files are kept; absent where nobody said where, and then a subgraph that has files does not start. */
  files?: FileStore | undefined;
  /** Where a gateway takes operations, once it is known; a process of its own is told by a setting. */
  gatewayUrl?: (() => string | null) | undefined;
  /** Follows what it does, where somebody collects spans. */
  tracer?: Tracer | undefined;
  /** In test mode: its clock, and how it begins anew. */
  testMode?: TestMode | undefined;
  /** False: jobs run when they are asked for (`runJob`) and never by themselves, as a test wants it. */
  jobsByThemselves?: boolean;
}

/** What a world of test mode lets its developer do with it. */
export interface TestMode {
  /** Where its clock is being moved to; null while it goes on by itself. */
  readonly advancingTo: Date | null;
  /** Begins to move the clock forward, with all that is due on the way. False while it is moved already. */
  advance(to: Date): boolean;
  /** Takes everything back to the beginning as soon as what is under way is answered. */
  reset(): void;
}

/** A running subgraph. */
export interface Subgraph {
  readonly name: string;
  readonly schema: GraphQLSchema;
  execute(request: SubgraphRequest): Promise<FormattedExecutionResult>;
  subscribe(request: SubgraphRequest): Promise<AsyncIterableIterator<FormattedExecutionResult> | FormattedExecutionResult>;
  /** Each thing it depends on and whether that responds now; all true means ready. */
  readiness(): Promise<Record<string, boolean>>;
  /** How it is, in words and figures. */
  health(): Promise<SubgraphHealth>;
  /** Waits until what was committed has been published. */
  drain(): Promise<void>;
  /** Names of its jobs. */
  readonly jobs?: readonly string[];
  /** Runs one of its jobs now, unless another replica runs it; returns whether it ran. For tests and operators. */
  runJob(name: string): Promise<boolean>;
  /** What it counts and how it stands, for a page of metrics. */
  readonly meter: Meter;
  /** The same as text that Prometheus reads. */
  metrics(): Promise<string>;
  /** SQL statements sent so far, for tests that count them. */
  readonly statements: { readonly count: number };
  /** Stops consumers, relay and jobs, then closes the database. The bus and the cache belong to the caller. */
  stop(): Promise<void>;
  /** Plain HTTP resources beside GraphQL, by path, for example `/.well-known/jwks.json`. Each returns a JSON value. */
  readonly resources?: Record<string, () => Promise<unknown>>;
  /** What it answers at public addresses beside GraphQL, where the gateway passes requests on. */
  readonly publicHandlers?: PublicHandlers;
}

/** A subgraph as a package exports it: enough to migrate, start and seed it, in one process or alone. */
export interface SubgraphModule<Shape extends z.ZodRawShape = z.ZodRawShape> {
  readonly name: string;
  /** The package's directory; holds prisma/schema.prisma and prisma/migrations. */
  readonly directory: string;
  /** Settings of its own, read from the environment by the process that runs it. */
  readonly settings: Shape;
  /** What is wrong with settings that are right each by itself, `NAME: what is wrong` each. */
  faultsOf?(settings: Partial<z.infer<z.ZodObject<Shape>>>): readonly string[];
  /** Builds the schema without any outside system, for composition and codegen. */
  schema(): GraphQLSchema;
  start(runtime: Runtime<z.infer<z.ZodObject<Shape>>>): Promise<Subgraph>;
}
