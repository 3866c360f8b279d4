import type { Database } from '../../db';
import { headOfDocuments, headOfTaxes, lineOfTaxes, linesOfDocument } from './document-table';
import { taxesOfSeller } from './document.sql';
import type { DocumentExportInput, TaxReportView } from './document.types';

const PAGE = 500;

/** What was asked for as a file, a page at a time. */
export async function csvOf(db: Database, input: DocumentExportInput, signal: AbortSignal): Promise<{ csv: Buffer; lines: number }> {
  const [from, until] = [new Date(input.from), new Date(input.until)];
  const parts =
    input.content === 'TAXES' ? await taxes(db, input.sellerId, from, until) : await documents(db, input.sellerId, from, until, signal);
  return { csv: Buffer.from(`\uFEFF${parts.join('')}`), lines: parts.length - 1 };
}

async function taxes({ prisma }: Database, sellerId: string, from: Date, until: Date): Promise<string[]> {
  const rows = await prisma.$queryRaw<TaxReportView[]>(taxesOfSeller(sellerId, from, until));
  return [headOfTaxes(), ...rows.map(lineOfTaxes)];
}

/** As they were issued. */
async function documents({ prisma }: Database, sellerId: string, from: Date, until: Date, signal: AbortSignal): Promise<string[]> {
  const parts = [headOfDocuments()];
  for (let last: { id: string; issuedAt: Date } | null = null; ;) {
    signal.throwIfAborted();
    const beyond: object = last ? { OR: [{ issuedAt: { gt: last.issuedAt } }, { issuedAt: last.issuedAt, id: { gt: last.id } }] } : {};
    const page: Awaited<ReturnType<typeof readPage>> = await readPage(prisma, { sellerId, issuedAt: { gte: from, lt: until }, ...beyond });
    parts.push(...page.flatMap(linesOfDocument));
    if (page.length < PAGE) return parts;
    last = page.at(-1)!;
  }
}

const readPage = (prisma: Database['prisma'], where: object) =>
  prisma.orderDocument.findMany({
    where,
    include: { lines: { orderBy: { position: 'asc' } }, corrects: { select: { number: true } } },
    orderBy: [{ issuedAt: 'asc' }, { id: 'asc' }],
    take: PAGE,
  });
