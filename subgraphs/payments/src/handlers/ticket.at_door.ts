import { channels } from '../channels';
import type { Handler } from '../context';
import { takeDoorNews } from '../modules/refund/refund-door.store';

/** Takes in what the door did with a ticket, or says of giving it back. Whoever waits for that is woken. */
export const ticketAtDoor: Handler<'ticket.at_door'> = async ({ payload }, step) => {
  const refundId = await takeDoorNews(step, payload);
  if (refundId) step.push(channels.refund(refundId));
};
