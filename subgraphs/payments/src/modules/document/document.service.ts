import { isId, Keyset, type Connection, type Page, type PageArguments } from '@marquee/platform';
import type { Context } from '../../context';
import type { Order, OrderDocument, SellerDetails } from '../../generated/prisma/client';
import type { EventAccess } from '../event/event-access.service';
import type { SellerAccess } from './document-access.service';
import { cutOff } from './document-span';
import type { SetSellerDetails } from './document.input';
import { taxesOfSeller } from './document.sql';
import { keepSeller } from './document-seller.store';
import type { LineView, TaxReportView } from './document.types';

const newestOfBuyer = new Keyset('documentsOfBuyer', { issuedAt: 'time', id: 'id' }, 'greatest first');
const newestOfSeller = new Keyset('documentsOfSeller', { issuedAt: 'time', id: 'id' }, 'greatest first');

const READABLE_MS = 600_000;

/** Papers about what was paid and given back. */
export class DocumentService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventAccess,
    private readonly sellers: SellerAccess,
  ) {}

  /** A document that the viewer may see, null otherwise. */
  async byId(id: string): Promise<OrderDocument | null> {
    const document = isId(id) ? await this.ctx.loaders.documentById.load(id) : null;
    return document && (await this.isVisible(document)) ? document : null;
  }

  /** Of an order that the viewer may see: its buyer, and those who sell and report, see all that is about it. */
  async ofOrder({ id }: Order): Promise<OrderDocument[]> {
    const documents = await this.ctx.loaders.documentsByOrderId.load(id);
    return documents[0] && (await this.isVisible(documents[0])) ? documents : [];
  }

  async correctedBy({ correctsId }: OrderDocument): Promise<OrderDocument | null> {
    return correctsId === null ? null : this.ctx.loaders.documentById.load(correctsId);
  }

  async linesOf({ id, currency }: OrderDocument): Promise<LineView[]> {
    return (await this.ctx.loaders.linesByDocumentId.load(id)).map((line) => ({ ...line, currency }));
  }

  mine(args: PageArguments): Promise<Connection<OrderDocument>> {
    return this.list(newestOfBuyer, newestOfBuyer.page(args), { buyerId: this.ctx.viewer.id });
  }

  /** Null for those who do not act for the seller. */
  async ofSeller(organizationId: string | null, args: PageArguments): Promise<Connection<OrderDocument> | null> {
    const sellerId = organizationId ?? this.ctx.viewer.id;
    return (await this.sellers.actsFor(sellerId)) ? this.list(newestOfSeller, newestOfSeller.page(args), { sellerId }) : null;
  }

  /** Where the file of a document that the viewer sees is read; null until it is written. */
  async urlOf({ fileKey }: OrderDocument): Promise<string | null> {
    const { files, clock } = this.ctx.kept;
    return files && fileKey ? files.signRead(fileKey, new Date(clock.now().getTime() + READABLE_MS)) : null;
  }

  async sellerDetails(organizationId: string | null): Promise<SellerDetails | null> {
    const ownerId = organizationId ?? this.ctx.viewer.id;
    return (await this.sellers.actsFor(ownerId)) ? this.ctx.kept.db.prisma.sellerDetails.findUnique({ where: { ownerId } }) : null;
  }

  async setSellerDetails(input: SetSellerDetails): Promise<SellerDetails> {
    const ownerId = input.organizationId ?? this.ctx.viewer.id;
    await this.ctx.change('setSellerDetails', input, async (step) => {
      await keepSeller(step, ownerId, this.ctx.viewer.id, input);
      return ownerId;
    });
    return this.ctx.kept.db.prisma.sellerDetails.findUniqueOrThrow({ where: { ownerId } });
  }

  /** Null for those who do not act for the seller. */
  async taxReport(organizationId: string | null, from: Date, until: Date): Promise<TaxReportView[] | null> {
    const sellerId = organizationId ?? this.ctx.viewer.id;
    if (!(await this.sellers.actsFor(sellerId))) return null;
    return this.ctx.kept.db.prisma.$queryRaw<TaxReportView[]>(taxesOfSeller(sellerId, from, cutOff(from, until)));
  }

  private async isVisible({ buyerId, sellerId, eventId }: OrderDocument): Promise<boolean> {
    const { viewerId } = this.ctx;
    if (viewerId === buyerId) return true;
    return (eventId !== null && (await this.events.hasRight(eventId, 'REPORT'))) || this.sellers.actsFor(sellerId);
  }

  private async list(keyset: typeof newestOfBuyer, page: Page, where: { buyerId: string } | { sellerId: string }) {
    const { orderDocument } = this.ctx.kept.db.prisma;
    const rows = await orderDocument.findMany(keyset.prisma(page, where));
    return keyset.connection(rows, page, { totalCount: () => orderDocument.count({ where }) });
  }
}
