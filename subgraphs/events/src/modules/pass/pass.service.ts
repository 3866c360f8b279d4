import type { Context } from '../../context';
import type { Attendance } from '../../generated/prisma/client';
import type { EligibilityService } from '../attendance/eligibility.service';
import { writePass } from './entry-pass';

export interface EntryPassView {
  code: string;
  people: number;
  ticketId: string | null;
  expiresAt: Date;
}

/** What guests show at the door. */
export class PassService {
  constructor(
    private readonly ctx: Context,
    private readonly eligibility: Pick<EligibilityService, 'doorOf'>,
  ) {}

  async of({ id, userId, eventId, status, tickets, companions }: Attendance): Promise<EntryPassView[]> {
    const { kept, loaders, viewerId } = this.ctx;
    if (viewerId !== userId || status !== 'GOING') return [];
    const event = await loaders.eventById.load(eventId);
    if (event?.status !== 'PUBLISHED') return [];
    const { closesAt: expiresAt } = this.eligibility.doorOf(event);
    const own = tickets > 0 ? await loaders.ownTicketsByEventId.load(eventId) : [];
    const places = tickets > 0 ? own.map((ticket) => ({ ticketId: ticket.id, people: 1 })) : [{ ticketId: null, people: 1 + companions }];
    const signer = await kept.passKeys.signer();
    return places.map(({ ticketId, people }) => {
      const sub = ticketId ? `ticket:${ticketId}` : `guest:${id}`;
      const code = writePass({ evt: eventId, sub, ppl: people, exp: Math.floor(expiresAt.getTime() / 1000) }, signer);
      return { code, people, ticketId, expiresAt };
    });
  }
}
