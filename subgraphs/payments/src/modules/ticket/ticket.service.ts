import { isId, parsePage, type Connection, type PageArguments, type Viewer } from '@marquee/platform';
import type { SubgraphRuntime } from '../../context';
import type { Ticket } from '../../generated/prisma/client';
import type { Loaders } from '../../loaders';
import { newestFirst } from '../../newest-first';
import type { EventService } from '../event/event.service';
import { hashOfCode } from './ticket.code';

/** Longer than any code with blanks and hyphens. */
const MAX_CODE_LENGTH = 64;

export class TicketService {
  constructor(
    private readonly runtime: SubgraphRuntime,
    private readonly loaders: Loaders,
    private readonly viewer: Viewer | null,
    private readonly events: EventService,
  ) {}

  /** A ticket that the viewer may see, null otherwise. */
  async find(id: string): Promise<Ticket | null> {
    return this.gate(isId(id) ? await this.loaders.ticketById.load(id) : null);
  }

  async byCode(code: string): Promise<Ticket | null> {
    if (code.length > MAX_CODE_LENGTH) return null;
    return this.gate(await this.runtime.db.prisma.ticket.findUnique({ where: { codeHash: hashOfCode(code) } }));
  }

  /** Null for everybody but that person. */
  async ofUser(userId: string, args: PageArguments): Promise<Connection<Ticket> | null> {
    if (this.viewer?.id !== userId) return null;
    return newestFirst(this.runtime.db.prisma.ticket, { userId }, parsePage(args, { list: 'ticketsOfUser', keyLength: 2 }));
  }

  /** Only its holder may read the code, while it is valid. */
  codeOf(ticket: Ticket): string | null {
    return ticket.userId === this.viewer?.id && ticket.status === 'VALID' ? this.runtime.till.codes.codeOf(ticket.id) : null;
  }

  private async gate(ticket: Ticket | null): Promise<Ticket | null> {
    return ticket && (ticket.userId === this.viewer?.id || (await this.events.isManager(ticket.eventId))) ? ticket : null;
  }
}
