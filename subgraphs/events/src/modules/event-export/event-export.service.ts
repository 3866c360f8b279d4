import { isId, notFound, startWork } from '@marquee/platform';
import type { Context } from '../../context';
import { noFilesHere } from '../guest-export/guest-export.refusals';
import type { ExportEvents } from './event-export.input';
import { EXPORT_EVENTS } from './event-export.sql';
import { holdOrganization, requireFewExports } from './event-export.store';
import type { EventExportInput, EventExportResult, EventExportRow } from './event-export.types';

const READABLE_MS = 600_000;

/** A person's events, or those of an organisation that they run, as a file. */
export class EventExportService {
  constructor(private readonly ctx: Context) {}

  async start(input: ExportEvents): Promise<EventExportRow> {
    const { viewer, kept } = this.ctx;
    const { id, role, permissions } = viewer;
    const asked: EventExportInput = {
      format: input.format,
      organizationId: input.organizationId ?? null,
      from: input.from?.toISOString() ?? null,
      until: input.until?.toISOString() ?? null,
      asker: { id, role, permissions },
    };
    const workId = await this.ctx.change('exportEvents', input, async (step) => {
      if (!kept.files) throw noFilesHere();
      await holdOrganization(step, asked);
      await requireFewExports(step, viewer.id);
      return startWork(step, { kind: EXPORT_EVENTS, owner: viewer.id, input: asked });
    });
    const work = await this.byId(workId);
    if (!work) throw notFound('This export');
    return work;
  }

  async byId(id: string): Promise<EventExportRow | null> {
    if (!isId(id)) return null;
    const { viewer, kept } = this.ctx;
    return (await kept.db.prisma.longWork.findFirst({ where: { id, kind: EXPORT_EVENTS, owner: viewer.id } })) as EventExportRow | null;
  }

  state({ state }: EventExportRow) {
    return state === 'RUNNING' || state === 'SUCCEEDED' || state === 'FAILED' ? state : ('QUEUED' as const);
  }

  format({ input }: EventExportRow) {
    return (input as unknown as EventExportInput).format;
  }

  expiresAt(work: EventExportRow): string | null {
    return resultOf(work)?.expiresAt ?? null;
  }

  /** Null when there is no file (any more). */
  async url(work: EventExportRow): Promise<string | null> {
    const { files, clock } = this.ctx.kept;
    const result = resultOf(work);
    const now = clock.now().getTime();
    if (!files || !result || Date.parse(result.expiresAt) <= now) return null;
    return files.signRead(result.key, new Date(Math.min(now + READABLE_MS, Date.parse(result.expiresAt))));
  }
}

const resultOf = ({ state, result }: EventExportRow): EventExportResult | null =>
  state === 'SUCCEEDED' ? (result as unknown as EventExportResult) : null;
