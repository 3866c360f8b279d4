import { notFound } from '@marquee/platform';
import type { Step } from '../../context';
import { GuestList } from '../attendance/guest-list.store';
import { changeEvent } from '../event/event.store';
import type { WholeEvent } from '../event/event.types';
import { nextStatus } from './authoring.refusals';

/** Calls an event off that is locked: its guests are told, open offers end. `by`: who does. */
export async function callOff(step: Step, event: WholeEvent, reason: string | null, by: string | null): Promise<void> {
  await changeEvent(step, event, { status: nextStatus('cancel', event), cancelReason: reason }, 'CANCELLED', by);
  const list = await openGuestList(step, event.id);
  await list.endOffers(null);
  await list.save();
}

export async function openGuestList(step: Step, eventId: string): Promise<GuestList> {
  const list = await GuestList.open(step, eventId);
  if (!list) throw notFound('This event');
  return list;
}
