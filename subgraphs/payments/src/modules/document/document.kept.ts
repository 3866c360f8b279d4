import { join } from 'node:path';
import { discardFile, keepFile, reserveFile, takeStep } from '@marquee/platform';
import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import type { Order, Ticket } from '../../generated/prisma/client';
import type { Kept } from '../../kept';
import type { ToDraw } from './document-pdf.heavy';
import { printedDocument } from './document-printing';
import { documentIssued } from './document.facts';

const DRAWING = join(__dirname, 'document-pdf.heavy.ts');
const LONGEST_MS = 30_000;
/** Whose files they are: of nobody who could be erased. */
const OWNER = 'documents';
const UNTIL_KEPT_MS = 3_600_000;

/** Draws papers: in a thread of its own, because a page takes a tenth of a second. */
export class Papers {
  constructor(private readonly kept: Kept) {}

  /** Writes the file of a document, and tells of it. One that has a file is left alone. */
  async write(documentId: string, cause: string): Promise<void> {
    const { db, files, clock } = this.kept;
    if (!files) return;
    const document = await db.prisma.orderDocument.findUniqueOrThrow({
      where: { id: documentId },
      include: { lines: { orderBy: { position: 'asc' } }, corrects: { select: { number: true } } },
    });
    if (document.fileKey !== null) return;
    const key = `documents/${randomUUID()}.pdf`;
    const deleteAt = new Date(clock.now().getTime() + UNTIL_KEPT_MS);
    await takeStep(this.kept, cause, (step: Step) => reserveFile(step, { key, owner: OWNER, deleteAt }));
    await files.put(key, await this.draw({ document: printedDocument(document) }, OWNER));
    await takeStep(this.kept, cause, async (step: Step) => {
      if (!(await keepFile(step, key))) return;
      const { count } = await step.tx.orderDocument.updateMany({ where: { id: documentId, fileKey: null }, data: { fileKey: key } });
      // Who was faster has told of theirs.
      if (count === 0) return discardFile(step, key);
      // A guest of the box office has it from there, and who pays for a plan is told of that.
      if (document.orderId === null || document.buyerId === document.orderId) return;
      await step.tell(documentIssued(await step.tx.orderDocument.findUniqueOrThrow({ where: { id: documentId } })));
    });
  }

  /** A ticket of the viewer's, as a file. */
  async drawTicket(ticket: Ticket & { order: Order }, viewerId: string): Promise<Uint8Array> {
    const { db, ticketCodes } = this.kept;
    const [event, item] = await Promise.all([
      db.prisma.eventCopy.findUniqueOrThrow({ where: { id: ticket.eventId } }),
      db.prisma.ticketTier.findUniqueOrThrow({ where: { id: ticket.tierId } }),
    ]);
    const { id: number, attendeeName: attendee } = ticket;
    const of = { title: event.title, startsAt: event.startsAt.toISOString(), city: event.city, tier: item.name };
    return this.draw({ ticket: { ...of, attendee, number, code: ticketCodes.codeOf(ticket.id) } }, viewerId);
  }

  private draw(wanted: ToDraw, of: string): Promise<Uint8Array> {
    return this.kept.heavy.run<ToDraw, Uint8Array, never>(DRAWING, wanted, { of, longestMs: LONGEST_MS });
  }
}
