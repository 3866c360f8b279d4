import {
  mutations,
  type CopiesOf,
  type HandlerOf,
  type HandlersOf,
  type LongWork,
  type RecurringJob,
  type RequestContext,
  type Step as StepOf,
} from '@marquee/platform';
import type { Topics } from '@marquee/schema/topics';
import type { Kept } from './kept';
import type { Loaders } from './loaders';
import type { Services } from './services';

/** What serves one request: GraphQL's context value, and what every service is given. */
export interface Context extends RequestContext<Kept, Loaders, Topics> {
  readonly services: Services;
}

/** One transaction in which something changes, whatever causes it. */
export type Step = StepOf<Kept, Topics>;

export type Handler<Topic extends keyof Topics> = HandlerOf<Topics[Topic], Step>;
export type Handlers = HandlersOf<Topics, Step>;
export type Copies = CopiesOf<Step>;
export type Job = RecurringJob<Kept, Step>;
export type Work<Input, Checkpoint> = LongWork<Kept, Step, Input, Checkpoint>;

/** How a mutation is declared. */
export const mutation = mutations<Context>();
