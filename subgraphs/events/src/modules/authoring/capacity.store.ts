import type { Step } from '../../context';
import { requireConfirmed } from '../impact/impact.store';
import { openGuestList } from './cancel.store';
import { capacityTooLow } from './authoring.refusals';

/** What was confirmed, and the token that shows it; null: none was sent. */
export interface Confirmed {
  what: string;
  token: string | null;
}

export const UNCONFIRMED: Confirmed = { what: '', token: null };

/**
 * Below what is taken only with a confirmation: then nobody loses a place, and the capacity follows as places are given back. Without one it is
 * refused, as what nobody can have meant.
 */
export async function changeCapacity(
  step: Step,
  eventId: string,
  capacity: number | null,
  { by, what, token }: Confirmed & { by: string },
): Promise<void> {
  const effects = { tells: false, opensRefunds: false, capacity };
  // Before the list is opened, which moves on the offers that are over.
  const isConfirmed = token !== null && (await requireConfirmed(step, { by, what }, [eventId], token, effects));
  const list = await openGuestList(step, eventId);
  if (capacity !== null && capacity < list.taken && !isConfirmed) throw capacityTooLow(list.taken);
  list.setCapacity(capacity);
  await list.save();
}
