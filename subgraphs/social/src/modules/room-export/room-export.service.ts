import { isId, notFound, startWork } from '@marquee/platform';
import type { Context } from '../../context';
import type { RoomService } from '../room/room.service';
import type { RoomView } from '../room/room.types';
import type { ExportRoom } from './room-export.input';
import { noFilesHere } from './room-export.refusals';
import { blockedSince, EXPORT_ROOM } from './room-export.sql';
import { mayExport, requireExportable, requireFewExports } from './room-export.store';
import type { RoomExportInput, RoomExportResult, RoomExportRow } from './room-export.types';

const READABLE_MS = 600_000;

/** What was said in rooms, as files. */
export class RoomExportService {
  constructor(
    private readonly ctx: Context,
    private readonly rooms: RoomService,
  ) {}

  async start(input: ExportRoom): Promise<RoomExportRow> {
    const { viewer, kept } = this.ctx;
    const { roomId, format, after } = input;
    await this.rooms.require(roomId);
    const id = await this.ctx.change('exportRoom', input, async (step) => {
      if (!kept.files) throw noFilesHere();
      await requireExportable(step, viewer.id, roomId);
      await requireFewExports(step, viewer.id);
      return startWork(step, {
        kind: EXPORT_ROOM,
        owner: viewer.id,
        input: { roomId, format, after: after ?? 0 } satisfies RoomExportInput,
      });
    });
    const work = await this.byId(id);
    if (!work) throw notFound('This export');
    return work;
  }

  async byId(id: string): Promise<RoomExportRow | null> {
    if (!isId(id)) return null;
    const { viewer, kept } = this.ctx;
    return (await kept.db.prisma.longWork.findFirst({ where: { id, kind: EXPORT_ROOM, owner: viewer.id } })) as RoomExportRow | null;
  }

  room(work: RoomExportRow): Promise<RoomView | null> {
    return this.rooms.byId(inputOf(work).roomId);
  }

  state({ state }: RoomExportRow) {
    return state === 'RUNNING' || state === 'SUCCEEDED' || state === 'FAILED' ? state : ('QUEUED' as const);
  }

  format(work: RoomExportRow) {
    return inputOf(work).format;
  }

  through(work: RoomExportRow): number | null {
    return resultOf(work)?.through ?? null;
  }

  expiresAt(work: RoomExportRow): string | null {
    return resultOf(work)?.expiresAt ?? null;
  }

  /** Null when there is no file, or it holds what the viewer may not read any more. */
  async url(work: RoomExportRow): Promise<string | null> {
    const { files, clock, db } = this.ctx.kept;
    const result = resultOf(work);
    const now = clock.now().getTime();
    if (!files || !result || Date.parse(result.expiresAt) <= now) return null;
    const room = await this.room(work);
    if (!room || !mayExport(room)) return null;
    // Between two a block closes the room itself.
    if (room.kind !== 'DIRECT') {
      const [row] = await db.query<{ blocked: boolean }>(blockedSince(work.owner, room.id, work.createdAt));
      if (row!.blocked) return null;
    }
    return files.signRead(result.key, new Date(Math.min(now + READABLE_MS, Date.parse(result.expiresAt))));
  }
}

const inputOf = ({ input }: RoomExportRow): RoomExportInput => input as unknown as RoomExportInput;

const resultOf = ({ state, result }: RoomExportRow): RoomExportResult | null =>
  state === 'SUCCEEDED' ? (result as unknown as RoomExportResult) : null;
