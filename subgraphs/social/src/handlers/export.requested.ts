import { noteExport } from '@marquee/platform';
import { exportTask } from '@marquee/schema/rules/export';
import type { Handler } from '../context';

/** A person wants their data: the job writes what this subgraph keeps of them. */
export const exportRequested: Handler<'export.requested'> = ({ payload }, step) => noteExport(step, exportTask('social', payload));
