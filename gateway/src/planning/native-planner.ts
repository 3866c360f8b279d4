import type { QueryPlanner } from '@graphql-hive/router-query-planner';
import type { Durations, Logger } from '@marquee/platform';
import { print, type DocumentNode, type GraphQLSchema } from 'graphql';
import { withoutIntrospection } from '../document/introspection-fields';
import { withTimeLimit } from '../time-limit';
import { withoutImpossibleFragments } from './impossible-fragments';
import { withLostConditions, wishesOf } from './lost-conditions';
import { translatePlan } from './native-plan';
import { NO_LABELS, PlanningRefused, type Plan, type Planner, type PlanningSettings } from './planner';

export type NativePlanners = typeof QueryPlanner;

/** The package has binaries for some systems only: undefined, and one line in the log, where there is none. */
export async function loadNativePlanners(logger: Logger): Promise<NativePlanners | undefined> {
  try {
    return (await import('@graphql-hive/router-query-planner')).QueryPlanner;
  } catch (error) {
    logger.warn({ reason: (error as Error).message }, 'the native planner has no binary for this system: Apollo’s plans instead');
    return undefined;
  }
}

export interface NativeOptions extends Pick<PlanningSettings, 'timeoutMs' | 'maxWaiting'> {
  readonly durations: Durations;
  /** The supergraph's full schema. */
  readonly schema: GraphQLSchema;
  /** Fields that plans may fetch for their own needs. */
  readonly reservedNames: ReadonlySet<string>;
}

/**
 * Plans with the planner of `@graphql-hive/router-query-planner`, compiled code that works in threads of its own: nothing waits for a slow
 * plan but those who asked for it.
 */
export class NativePlanner implements Planner {
  private readonly planner: QueryPlanner;
  private readonly stopping = new AbortController();
  private waiting = 0;

  /** Throws when the planner does not understand the supergraph. */
  constructor(
    Planners: NativePlanners,
    sdl: string,
    private readonly options: NativeOptions,
  ) {
    this.planner = new Planners(sdl);
  }

  async plan(document: DocumentNode, operationName: string | undefined, share = NO_LABELS): Promise<Plan> {
    const wanted = withoutIntrospection(document, operationName);
    if (!wanted) return null;
    if (this.waiting >= this.options.maxWaiting) throw new PlanningRefused('too many');
    const startedAt = performance.now();
    this.waiting++;
    try {
      const plan = await this.inTime((signal) => this.planner.planAsync(print(wanted), operationName, new Set(), share, signal));
      const { schema, reservedNames } = this.options;
      const wishes = wishesOf(wanted, operationName);
      return translatePlan(plan, (fetch, place) =>
        withLostConditions(withoutImpossibleFragments(fetch, schema), place, wishes, reservedNames),
      );
    } finally {
      this.waiting--;
      this.options.durations.took(performance.now() - startedAt);
    }
  }

  /** Not with AbortSignal.any: the planner never takes its listener from such a signal, and Node then keeps it for ever. */
  private inTime<Made>(plan: (signal: AbortSignal) => Promise<Made>): Promise<Made> {
    const { signal: stopping } = this.stopping;
    return withTimeLimit(stopping, this.options.timeoutMs, async (signal) => {
      try {
        return await plan(signal);
      } catch (error) {
        if (signal.aborted) throw new PlanningRefused(stopping.aborted ? 'too many' : 'too long');
        throw error;
      }
    });
  }

  /** Operations that still wait get no plan. */
  async stop(): Promise<void> {
    this.stopping.abort();
  }
}

/** Null, and one line in the log, when the planner does not understand the supergraph. */
export function tryNative(
  Planners: NativePlanners,
  sdl: string,
  options: NativeOptions & { readonly logger: Logger },
): NativePlanner | null {
  try {
    return new NativePlanner(Planners, sdl, options);
  } catch (error) {
    options.logger.warn({ err: error }, 'the native planner does not understand the supergraph: Apollo’s plans instead');
    return null;
  }
}

/** It does not know contextual arguments, and would plan as if they were ordinary ones that nobody gives. */
export function noContexts(logger: Logger): null {
  logger.warn('the native planner does not know contextual arguments, which the supergraph has: Apollo’s plans instead');
  return null;
}
