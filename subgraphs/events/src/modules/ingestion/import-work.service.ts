import {
  cancelWork,
  collectWork,
  conflict,
  followState,
  isId,
  notFound,
  startWork,
  type Connection,
  type PageArguments,
} from '@marquee/platform';
import { channels } from '../../channels';
import type { Context, Step } from '../../context';
import { hashOfDocument } from './document-hash';
import { recordsSent } from './document-records.store';
import {
  askedImport,
  bytesOf,
  forgetLeftRecords,
  keepRecords,
  MOST_IN_A_PART,
  noMoreParts,
  requireFewImports,
  requireFits,
} from './import-work.store';
import { IMPORT_EVENTS, importedRecords, importsNewestFirst } from './import-work.sql';
import type { ImportWorkInput, ImportWorkRow } from './import-work.types';
import type { AddToImport, CancelImport, StartImport } from './import.input';
import type { Importer, RecordOutcome } from './import.types';

/** Imports that go on by themselves: started, watched and cancelled by their importer, who alone sees them. */
export class ImportWorkService {
  constructor(private readonly ctx: Context) {}

  async byId(id: string): Promise<ImportWorkRow | null> {
    if (!isId(id)) return null;
    const work = (await this.ctx.loaders.importWorkById.load(id)) ?? (await this.ctx.loaders.syncById.load(id));
    return work?.owner === this.ctx.viewerId ? work : null;
  }

  async require(id: string): Promise<ImportWorkRow> {
    const work = await this.byId(id);
    if (!work) throw notFound('This import');
    return work;
  }

  async start({ document, path, ...input }: StartImport): Promise<ImportWorkRow> {
    const { timezone, shiftDays, isComplete, dryRun } = input;
    const found = await recordsSent(
      this.ctx.kept,
      { ...document, timezone, now: this.ctx.kept.clock.now() },
      {
        path,
        most: MOST_IN_A_PART,
        of: this.ctx.viewer.id,
      },
    );
    const args = { ...input, document: hashOfDocument(document) };
    const id = await this.ctx.change('startImport', args, async (step) => {
      await requireFewImports(step, this.importer);
      const importId = await startWork(step, {
        kind: IMPORT_EVENTS,
        owner: this.importer.id,
        input: { importer: this.importer, timezone, shiftDays, dryRun, bytes: bytesOf(found) } satisfies ImportWorkInput,
        total: found.length,
        collecting: !isComplete,
      });
      await keepRecords(step, importId, 0, found);
      return importId;
    });
    return this.require(id);
  }

  async add({ document, path, ...input }: AddToImport): Promise<ImportWorkRow> {
    const { importId, isComplete } = input;
    const { timezone = 'UTC' } = ((await this.byId(importId))?.input ?? {}) as Partial<ImportWorkInput>;
    const found = await recordsSent(
      this.ctx.kept,
      { ...document, timezone, now: this.ctx.kept.clock.now() },
      {
        path,
        most: MOST_IN_A_PART,
        of: this.ctx.viewer.id,
      },
    );
    const args = { ...input, document: hashOfDocument(document) };
    await this.ctx.change('addToImport', args, async (step) => {
      const asked = await this.requireOwn(step, importId);
      // Whoever may publish no more when a part comes does not do it by an import from before.
      const bytes = (asked.bytes ?? 0) + bytesOf(found);
      const renewed: ImportWorkInput = { ...asked, importer: this.importer, bytes };
      const total = await collectWork(step, importId, found.length, isComplete, renewed);
      if (total === null) throw noMoreParts();
      requireFits(total, bytes, this.importer, path);
      await keepRecords(step, importId, total - found.length, found);
      return importId;
    });
    return this.require(importId);
  }

  /** Once this has returned, nothing more is taken in; what was stays. */
  async cancel(input: CancelImport): Promise<ImportWorkRow> {
    const { importId } = input;
    await this.ctx.change('cancelImport', input, async (step) => {
      await this.requireOwn(step, importId);
      if (!(await cancelWork(step, importId))) throw conflict('This import has ended.');
      await forgetLeftRecords(step, importId);
      return importId;
    });
    return this.require(importId);
  }

  async mine(args: PageArguments): Promise<Connection<ImportWorkRow>> {
    const { prisma } = this.ctx.kept.db;
    const where = { owner: this.ctx.viewer.id, kind: IMPORT_EVENTS };
    const page = importsNewestFirst.page(args);
    const rows = (await prisma.longWork.findMany(importsNewestFirst.prisma(page, where))) as ImportWorkRow[];
    return importsNewestFirst.connection(rows, page, { totalCount: () => prisma.longWork.count({ where }) });
  }

  /** What became of the records so far. */
  async recordsOf({ id, done }: ImportWorkRow, args: PageArguments): Promise<Connection<RecordOutcome>> {
    const page = importedRecords.page(args, { of: id });
    const rows = await this.ctx.loaders.importedRecordsPage.load({ id, page });
    return importedRecords.connection<RecordOutcome>(rows, page, { totalCount: done });
  }

  /** The import after each change; changes that come faster than the reader takes them are told as one. */
  async changes(id: string): Promise<AsyncIterableIterator<ImportWorkRow>> {
    const work = await this.require(id);
    return followState<Context, { version: number }, ImportWorkRow>(this.ctx, {
      channel: channels.import(work.id),
      look: (fresh) => fresh.services.importWorks.byId(work.id),
      versionOf: ({ version }) => version,
      version: work.version,
      endsOn: [channels.rights(this.ctx.viewer.id)],
    });
  }

  private get importer(): Importer {
    const { id, role, permissions } = this.ctx.viewer;
    return { id, role, permissions };
  }

  private async requireOwn(step: Step, importId: string): Promise<ImportWorkInput> {
    const asked = await askedImport(step, importId);
    if (asked?.owner !== this.ctx.viewer.id) throw notFound('This import');
    return asked.input;
  }
}
