import type { Step } from '../../context';
import { lockManyCounts } from '../attendance/counts.store';
import { CALLED_OFF, concernsPeople, confirm, impactOf, isConfirmed, peopleOf } from './impact';
import { confirmationNeeded } from './impact.refusals';
import { impactsOf } from './impact.sql';
import type { Act, Effects, ImpactRow, ImpactView } from './impact.types';

type Kept = Pick<Step['kept'], 'fields' | 'clock'>;

/** By whom else could it be made: the key of blind indexes, for this purpose alone. */
const signOf =
  ({ fields }: Kept) =>
  (text: string) =>
    fields.index('events.confirmation', text);

/** What an act does by the numbers as they were read, with a token where it is worth one. */
export function viewOf(kept: Kept, act: Act, rows: readonly ImpactRow[], effects: Effects): ImpactView {
  const events = rows.map((row) => impactOf(row, effects));
  const isWorth = effects === CALLED_OFF ? rows.some(concernsPeople) : events.some(({ beyondCapacity }) => beyondCapacity > 0);
  return { events, confirmation: isWorth ? confirm(signOf(kept), act, rows, kept.clock.now()) : null };
}

/**
 * Refuses what does something to people unless whoever does it has seen what. The events are locked; their counts are from here on, so that
 * nobody gets or leaves a place between this look and what follows. Returns whether there was something to confirm.
 */
export async function requireConfirmed(
  step: Step,
  act: Act,
  eventIds: readonly string[],
  token: string | null,
  effects: Effects = CALLED_OFF,
): Promise<boolean> {
  if (eventIds.length === 0) return false;
  await lockManyCounts(step, eventIds);
  const rows = await step.tx.$queryRaw<ImpactRow[]>(impactsOf(eventIds));
  const view = viewOf(step.kept, act, rows, effects);
  if (!view.confirmation) return false;
  if (token !== null && isConfirmed(signOf(step.kept), act, rows, step.kept.clock.now(), token)) return true;
  throw confirmationNeeded(
    view,
    rows.reduce((sum, row) => sum + peopleOf(row), 0),
    token !== null,
  );
}
