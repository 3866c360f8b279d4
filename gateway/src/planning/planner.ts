import type { PlanNode, SubscriptionNode } from '@apollo/query-planner';
import type { DocumentNode } from 'graphql';

/** Null when nothing needs fetching. */
export type Plan = PlanNode | SubscriptionNode | null;

/** Makes query plans. Rejects with GraphQLError when the planner refuses, with PlanningRefused when there is no time or room for it. */
export interface Planner {
  /** For one operation of a valid document. Labels `percent(n)` of @override are on when `n` is greater than `share`; without it, none is. */
  plan(document: DocumentNode, operationName: string | undefined, share?: number): Promise<Plan>;
  stop(): Promise<void>;
}

/** As `share`: no label is on. */
export const NO_LABELS = 100;

/** No plan was made: it would take too long, or too many wait already. */
export class PlanningRefused extends Error {
  override name = 'PlanningRefused';

  constructor(readonly reason: 'too long' | 'too many') {
    super(reason === 'too long' ? 'Planning took too long.' : 'Too many operations wait to be planned.');
  }
}

export interface PlanningSettings {
  /** `native`: compiled code, where there is a binary of it; `apollo` where there is none. */
  readonly planner: 'native' | 'apollo';
  /** Where Apollo's planner works. `process`: in processes of its own, there only while there is something to plan. `main`: where requests are served. */
  readonly where: 'process' | 'main';
  /** So many of them at most: each may take 512 MB. */
  readonly maxProcesses: number;
  /** Whether operations are planned where requests are served when no process can be started. Otherwise they are refused for the moment. */
  readonly mainInstead: boolean;
  /** For one plan in such a process; an operation that needs longer is refused. Nothing can stop planning on the main thread. */
  readonly timeoutMs: number;
  /** Operations that may wait for a process. */
  readonly maxWaiting: number;
  /** A process that had nothing to do for so long ends, and gives back its memory. */
  readonly idleMs: number;
}
