import { discardFile, notAllowed } from '@marquee/platform';
import type { Step } from '../../context';
import type { Database } from '../../db';
import { maySetUp } from '../room/room-rights';
import { ROOM_VIEW } from '../room/room.sql';
import type { RoomView } from '../room/room.types';
import { headOf, partOf } from './room-export';
import { tooManyExports } from './room-export.refusals';
import { EXPORT_ROOM, exportedMessages } from './room-export.sql';
import type { ExportedMessage, RoomExportInput } from './room-export.types';

const HOUR = 3_600_000;
const MOST_IN_AN_HOUR = 5;
const PAGE = 1_000;
export const MOST_MESSAGES = 50_000;
const MOST_BYTES = 32_000_000;

/** Who sets a room up may take what was said there along; so may either of two. */
export const mayExport = (room: RoomView): boolean => (room.kind === 'DIRECT' ? room.answer === 'ACCEPTED' : maySetUp(room));

/** The room as this person meets it; throws NotAllowed when they may not export it any more. */
export async function requireExportable({ tx }: Step, userId: string, roomId: string): Promise<RoomView> {
  const [room] = await tx.$queryRawUnsafe<RoomView[]>(`${ROOM_VIEW} AND r.id = $2::uuid`, userId, roomId);
  if (!room || !mayExport(room)) throw notAllowed('You may not export this room.');
  return room;
}

/** Held until the transaction ends, so that requests side by side count each other. */
export async function requireFewExports({ tx, now }: Step, owner: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('room-exports:' || ${owner}, 0))`;
  const where = { owner, kind: EXPORT_ROOM, createdAt: { gt: new Date(now.getTime() - HOUR) } };
  const latest = await tx.longWork.findMany({ where, orderBy: { createdAt: 'desc' }, take: MOST_IN_AN_HOUR, select: { createdAt: true } });
  if (latest.length >= MOST_IN_AN_HOUR) throw tooManyExports(MOST_IN_AN_HOUR, new Date(latest.at(-1)!.createdAt.getTime() + HOUR));
}

/** What was said, page by page, up to what one file holds; `told` after each page. */
export async function fileOfRoom(
  db: Database,
  asker: string,
  { roomId, format, after }: RoomExportInput,
  { name, writtenAt }: { name: string | null; writtenAt: Date },
  told: (messages: number) => Promise<unknown>,
): Promise<{ file: Buffer; messages: number; through: number | null }> {
  const parts = [headOf(format, name, writtenAt)];
  let [messages, bytes] = [0, 0];
  let through: number | null = null;
  for (;;) {
    const page: ExportedMessage[] = await db.query<ExportedMessage>(exportedMessages(asker, roomId, through ?? after, PAGE));
    for (const message of page) {
      const part = partOf(format, message);
      bytes += Buffer.byteLength(part);
      if (bytes > MOST_BYTES) return { file: Buffer.from(parts.join('')), messages, through };
      parts.push(part);
      messages++;
      through = message.sequence;
    }
    if (page.length < PAGE || messages >= MOST_MESSAGES) return { file: Buffer.from(parts.join('')), messages, through };
    await told(messages);
  }
}

/** Exports of rooms that somebody was in: nothing of theirs is to be left in files of others. */
export async function forgetExportsWith(step: Step, userId: string): Promise<void> {
  const gone = await step.tx.$queryRaw<Array<{ key: string | null }>>`
    DELETE FROM long_work w
    WHERE w.kind = ${EXPORT_ROOM} AND EXISTS (SELECT 1 FROM room_members m WHERE m.room_id = (w.input ->> 'roomId')::uuid AND m.user_id = ${userId}::uuid)
    RETURNING coalesce(w.result, w.checkpoint) ->> 'key' AS key`;
  for (const { key } of gone) if (key !== null) await discardFile(step, key);
}
