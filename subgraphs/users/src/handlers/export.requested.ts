import { noteExport } from '@marquee/platform';
import { exportTask } from '@marquee/schema/rules/export';
import type { Handler } from '../context';
import { isAnyErased } from '../modules/erasure/erasure-person.store';

/** A person wants their data: the job writes what this subgraph keeps of them. */
export const exportRequested: Handler<'export.requested'> = async ({ payload }, step) => {
  if (!(await isAnyErased(step, [payload.userId]))) await noteExport(step, exportTask('users', payload));
};
