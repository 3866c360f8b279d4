import { mutation } from '../../context';
import type { Resolvers } from '../../generated/resolvers';
import { money } from '../money/money';
import { exportDocumentsInput, makeTicketPdfInput, setSellerDetailsInput } from './document.input';
import type { DocumentContent } from './document.types';

const contentOf = ({ content }: { content: unknown }) => content as DocumentContent;

export const documentResolvers: Resolvers = {
  Query: {
    orderDocument: (_, { id }, { services }) => services.documents.byId(id),
    myDocuments: (_, args, { services }) => services.documents.mine(args),
    sellerDocuments: (_, { organizationId, ...args }, { services }) => services.documents.ofSeller(organizationId ?? null, args),
    sellerDetails: (_, { organizationId }, { services }) => services.documents.sellerDetails(organizationId ?? null),
    taxReport: (_, { organizationId, from, until }, { services }) =>
      services.documents.taxReport(organizationId ?? null, new Date(from), new Date(until)),
    documentExport: (_, { id }, { services }) => services.documentExports.byId(id),
  },
  Mutation: {
    setSellerDetails: mutation('SetSellerDetailsSuccess', setSellerDetailsInput, async (input, { services }) => ({
      seller: await services.documents.setSellerDetails(input),
    })),
    makeTicketPdf: mutation('MakeTicketPdfSuccess', makeTicketPdfInput, (input, { services }) => services.ticketPdfs.make(input)),
    exportDocuments: mutation('ExportDocumentsSuccess', exportDocumentsInput, async (input, { services }) => ({
      export: await services.documentExports.start(input),
    })),
  },
  OrderDocument: {
    seller: (document) => contentOf(document).seller,
    billTo: (document) => contentOf(document).billTo,
    eventTitle: (document) => contentOf(document).event.title,
    notes: (document) => contentOf(document).notes,
    order: ({ orderId }, _, { services }) => (orderId ? services.orders.byId(orderId) : null),
    corrects: (document, _, { services }) => services.documents.correctedBy(document),
    lines: (document, _, { services }) => services.documents.linesOf(document),
    net: ({ netMinor, currency }) => money(netMinor, currency),
    tax: ({ taxMinor, currency }) => money(taxMinor, currency),
    total: ({ totalMinor, currency }) => money(totalMinor, currency),
    url: (document, _, { services }) => services.documents.urlOf(document),
  },
  OrderDocumentLine: {
    unitPrice: ({ unitPriceMinor, currency }) => money(unitPriceMinor, currency),
    net: ({ netMinor, currency }) => money(netMinor, currency),
    tax: ({ taxMinor, currency }) => money(taxMinor, currency),
  },
  TaxReportRow: {
    taxName: ({ name }) => name,
    taxBasisPoints: ({ basisPoints }) => basisPoints,
    taxMode: ({ mode }) => mode,
    net: ({ netMinor, currency }) => money(netMinor, currency),
    tax: ({ taxMinor, currency }) => money(taxMinor, currency),
  },
  DocumentExport: {
    state: (work, _, { services }) => services.documentExports.state(work),
    url: (work, _, { services }) => services.documentExports.url(work),
    expiresAt: (work, _, { services }) => services.documentExports.expiresAt(work),
  },
  Order: {
    documents: (order, _, { services }) => services.documents.ofOrder(order),
  },
};
