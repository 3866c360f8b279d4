import type { Processor } from '../src/ports/processor';

/** The processor with some of what it does done otherwise. */
export const altered = (processor: Processor, changes: Partial<Processor>): Processor =>
  Object.assign(Object.create(processor) as Processor, changes);
