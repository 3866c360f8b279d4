import { channels } from '../channels';
import type { Handler } from '../context';
import { takeGrant } from '../modules/sales/sales.store';

/** Takes in how many places of an event may be sold. Those who wait for the first grant are woken. */
export const placesGranted: Handler<'places.granted'> = async ({ payload: { eventId, version, places } }, step) => {
  await takeGrant(step, eventId, { version, places });
  step.push(channels.sales(eventId));
};
