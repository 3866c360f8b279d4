import { notAllowed } from '@marquee/platform';
import type { Work } from '../context';
import { decideSome } from '../modules/decision-batch/decision-batch.store';
import type { BatchInput, BatchProgress } from '../modules/decision-batch/decision-batch.types';
import { isActive, roleNow } from '../modules/person/person.store';

/** So many decisions in one transaction at most: others wait for its locks. */
const AT_ONCE = 20;

/** Many decisions, some in each transaction: what is decided stays, whatever becomes of the next. */
export const decideBatch: Work<BatchInput, BatchProgress> = {
  name: 'decide-batch',
  async run({ id, owner, input: { decisions, role }, checkpoint, chunk }) {
    let outcomes = checkpoint?.outcomes ?? [];
    while (outcomes.length < decisions.length) {
      const before = outcomes;
      ({ outcomes } = await chunk(async (step) => {
        if (!(await isActive(step.tx, owner))) throw notAllowed('This account is not active.');
        // As it is now, and not as it was when the batch was sent.
        const judge = { id: owner, role: ((await roleNow(step, owner)) ?? role) as typeof role };
        const tried = new Set(before.map(({ entryId }) => entryId));
        const left = decisions.filter(({ entryId }) => !tried.has(entryId)).slice(0, AT_ONCE);
        const some = await decideSome(step, judge, left, id);
        const made = [...before, ...some];
        return { checkpoint: { outcomes: made }, done: made.length };
      }));
    }
    return { outcomes };
  },
};
