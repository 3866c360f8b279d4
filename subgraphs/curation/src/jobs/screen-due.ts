import type { Job } from '@marquee/platform';
import type { SubgraphRuntime } from '../context';
import { Intake } from '../modules/workflow/workflow.intake';

/** Screens imported events and edits of published ones, a few in each turn, so that thousands at once are no burden. */
export function screenDue(runtime: SubgraphRuntime): Job {
  const intake = new Intake(runtime);
  const { CURATION_SCREEN_BATCH: batch, CURATION_SCREEN_EVERY_MS: everyMs } = runtime.settings;
  return { name: 'screen-due', everyMs, run: async () => void (await intake.screenDue(batch)) };
}
