import { writeExportParts } from '@marquee/platform';
import { exportPartReady } from '@marquee/schema/rules/export';
import type { Job } from '../context';
import { exportSections } from '../modules/export/export-sections';

/** Writes this subgraph's part of the exports that people asked for. */
export const writeExports: Job = {
  name: 'write-exports',
  everyMs: 5_000,
  run: ({ kept, change }) => writeExportParts(kept, change, exportSections, (step, task) => step.tell(exportPartReady('events', task))),
};
