import type { Caller } from '@marquee/platform';
import type { SubgraphRuntime } from './context';
import type { Loaders } from './loaders';
import { EventService } from './modules/event/event.service';
import { FlagService } from './modules/flag/flag.service';
import { ReviewService } from './modules/review/review.service';
import { advance } from './modules/workflow/workflow.advance';
import { WorkflowService } from './modules/workflow/workflow.service';

/** All services of this subgraph, for one caller. */
export function createServices(runtime: SubgraphRuntime, loaders: Loaders, caller: Caller) {
  const deps = { ...runtime, loaders, caller, advance };
  const events = new EventService(loaders, runtime.settings, caller.viewer);
  return {
    events,
    workflows: new WorkflowService(deps),
    flags: new FlagService(deps),
    reviews: new ReviewService({ ...deps, events }),
  };
}

export type Services = ReturnType<typeof createServices>;
