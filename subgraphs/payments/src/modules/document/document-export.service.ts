import { isId, notFound, startWork } from '@marquee/platform';
import type { Context } from '../../context';
import type { SellerAccess } from './document-access.service';
import { EXPORT_DOCUMENTS, requireFewExports } from './document-file.store';
import type { ExportDocuments } from './document.input';
import { noFilesHere } from './document.refusals';
import type { DocumentExportInput, DocumentExportResult, DocumentExportRow } from './document.types';

const READABLE_MS = 600_000;

/** Documents as files for accounting. */
export class DocumentExportService {
  constructor(
    private readonly ctx: Context,
    private readonly sellers: SellerAccess,
  ) {}

  async start(input: ExportDocuments): Promise<DocumentExportRow> {
    const { viewer, kept } = this.ctx;
    const sellerId = input.organizationId ?? viewer.id;
    if (!(await this.sellers.actsFor(sellerId))) throw notFound('The organisation');
    const id = await this.ctx.change('exportDocuments', input, async (step) => {
      if (!kept.files) throw noFilesHere();
      await requireFewExports(step, viewer.id);
      const { content, from, until } = input;
      const wanted: DocumentExportInput = { sellerId, content, from: from.toISOString(), until: until.toISOString() };
      return startWork(step, { kind: EXPORT_DOCUMENTS, owner: viewer.id, input: wanted });
    });
    const work = await this.byId(id);
    if (!work) throw notFound('This export');
    return work;
  }

  async byId(id: string): Promise<DocumentExportRow | null> {
    if (!isId(id)) return null;
    const where = { id, kind: EXPORT_DOCUMENTS, owner: this.ctx.viewer.id };
    return (await this.ctx.kept.db.prisma.longWork.findFirst({ where })) as DocumentExportRow | null;
  }

  state({ state }: DocumentExportRow) {
    return state === 'RUNNING' || state === 'SUCCEEDED' || state === 'FAILED' ? state : ('QUEUED' as const);
  }

  expiresAt(work: DocumentExportRow): Date | null {
    const result = resultOf(work);
    return result && new Date(result.expiresAt);
  }

  /** Null when there is no file, or the viewer does not act for the seller any more. */
  async url(work: DocumentExportRow): Promise<string | null> {
    const { files, clock } = this.ctx.kept;
    const result = resultOf(work);
    const now = clock.now().getTime();
    if (!files || !result || Date.parse(result.expiresAt) <= now) return null;
    if (!(await this.sellers.actsFor((work.input as unknown as DocumentExportInput).sellerId))) return null;
    return files.signRead(result.key, new Date(Math.min(now + READABLE_MS, Date.parse(result.expiresAt))));
  }
}

const resultOf = ({ state, result }: DocumentExportRow): DocumentExportResult | null =>
  state === 'SUCCEEDED' ? (result as unknown as DocumentExportResult) : null;
