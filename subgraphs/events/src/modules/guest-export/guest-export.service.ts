import { isId, notFound, startWork } from '@marquee/platform';
import type { Context } from '../../context';
import { holdRight } from '../event/event-rights.store';
import type { EventService } from '../event/event.service';
import type { ExportGuests } from './guest-export.input';
import { noFilesHere } from './guest-export.refusals';
import { EXPORT_GUESTS } from './guest-export.sql';
import { requireFewExports } from './guest-export.store';
import type { GuestExportInput, GuestExportResult, GuestExportRow } from './guest-export.types';

const READABLE_MS = 600_000;

/** Guest lists as files. */
export class GuestExportService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventService,
  ) {}

  async start(input: ExportGuests): Promise<GuestExportRow> {
    const { viewer, kept } = this.ctx;
    const { eventId } = input;
    await this.events.requireRight(eventId, 'GUESTS');
    const id = await this.ctx.change('exportGuests', input, async (step) => {
      if (!kept.files) throw noFilesHere();
      await holdRight(step, eventId, viewer, 'GUESTS');
      await requireFewExports(step, viewer.id);
      const asker = { id: viewer.id, role: viewer.role, permissions: viewer.permissions };
      return startWork(step, { kind: EXPORT_GUESTS, owner: viewer.id, input: { eventId, asker } satisfies GuestExportInput });
    });
    const work = await this.byId(id);
    if (!work) throw notFound('This export');
    return work;
  }

  async byId(id: string): Promise<GuestExportRow | null> {
    if (!isId(id)) return null;
    const { viewer, kept } = this.ctx;
    return (await kept.db.prisma.longWork.findFirst({ where: { id, kind: EXPORT_GUESTS, owner: viewer.id } })) as GuestExportRow | null;
  }

  state({ state }: GuestExportRow) {
    return state === 'RUNNING' || state === 'SUCCEEDED' || state === 'FAILED' ? state : ('QUEUED' as const);
  }

  expiresAt(work: GuestExportRow): string | null {
    return resultOf(work)?.expiresAt ?? null;
  }

  /** Null when there is no file, or the viewer may not read it any more. */
  async url(work: GuestExportRow): Promise<string | null> {
    const { files, clock } = this.ctx.kept;
    const result = resultOf(work);
    const now = clock.now().getTime();
    if (!files || !result || Date.parse(result.expiresAt) <= now) return null;
    const { eventId } = work.input as unknown as GuestExportInput;
    if (!(await this.events.hasRight({ id: eventId }, 'GUESTS'))) return null;
    return files.signRead(result.key, new Date(Math.min(now + READABLE_MS, Date.parse(result.expiresAt))));
  }
}

const resultOf = ({ state, result }: GuestExportRow): GuestExportResult | null =>
  state === 'SUCCEEDED' ? (result as unknown as GuestExportResult) : null;
