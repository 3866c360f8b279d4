import { conflict, notFound } from '@marquee/platform';
import type { Context } from '../../context';
import type { Ticket } from '../../generated/prisma/client';
import type { EventAccess } from '../event/event-access.service';
import { reserveTicketFile } from './document-file.store';
import type { MakeTicketPdf } from './document.input';
import { noFilesHere } from './document.refusals';

/** A ticket as a file to print, or to keep on a telephone. Codes are stored nowhere, so the file goes again after a quarter of an hour. */
export class TicketPdfService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventAccess,
  ) {}

  async make(input: MakeTicketPdf): Promise<{ url: string; expiresAt: Date }> {
    const { kept, viewer } = this.ctx;
    const { files, clock, papers } = kept;
    const file = await this.ctx.change('makeTicketPdf', input, async (step) => {
      if (!files) throw noFilesHere();
      return reserveTicketFile(step, viewer.id);
    });
    const until = new Date(file.until);
    // Read now and not when it was first asked for: what was given away meanwhile is somebody else's.
    const ticket = await kept.db.prisma.ticket.findUnique({ where: { id: input.ticketId }, include: { order: true } });
    if (!ticket || !(await this.mayPrint(ticket))) throw notFound('The ticket');
    if (ticket.status !== 'VALID') throw conflict('This ticket lets nobody in any more.');
    if (until <= clock.now()) throw conflict('The file of this request is gone. Ask with another key.');
    if (!(await files!.head(file.key))) await files!.put(file.key, await papers.drawTicket(ticket, viewer.id));
    return { url: await files!.signRead(file.key, until), expiresAt: until };
  }

  /** Its holder; of a guest without an account, those who sell. */
  private async mayPrint({ holderId, orderId, eventId }: Ticket): Promise<boolean> {
    return holderId === orderId ? this.events.hasRight(eventId, 'SELL') : holderId === this.ctx.viewer.id;
  }
}
