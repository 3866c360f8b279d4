import { randomUUID } from 'node:crypto';
import { notAllowed, reserveFile } from '@marquee/platform';
import type { Step, Work } from '../context';
import { isActive } from '../modules/person/person.store';
import { ENDINGS } from '../modules/room-export/room-export';
import { noFilesHere } from '../modules/room-export/room-export.refusals';
import { fileOfRoom, MOST_MESSAGES, requireExportable } from '../modules/room-export/room-export.store';
import type { RoomExportInput, RoomExportResult } from '../modules/room-export/room-export.types';
import type { RoomView } from '../modules/room/room.types';

const KEPT_MS = 86_400_000;

/** What was said in a room is written into a file: the row of the file first, then the file. After a crash it is written again, into the same file. */
export const exportRoom: Work<RoomExportInput, RoomExportResult> = {
  name: 'export-room',
  async run({ kept, owner, input, checkpoint, signal, chunk }) {
    const { files, db, clock } = kept;
    if (!files) throw noFilesHere();
    let reserved = checkpoint;
    let name: string | null = null;
    let total = 0;
    reserved = await chunk(async (step) => {
      const room = await requireRight(step, owner, input.roomId);
      name = room.name;
      total = Math.min(MOST_MESSAGES, Math.max(0, room.lastSequence - Math.max(room.historyFrom, input.after)));
      if (reserved) return { checkpoint: reserved, done: 0, total };
      const expiresAt = new Date(step.now.getTime() + KEPT_MS);
      const key = `room-exports/${randomUUID()}.${ENDINGS[input.format]}`;
      await reserveFile(step, { key, owner, deleteAt: expiresAt });
      return { checkpoint: { key, through: null, expiresAt: expiresAt.toISOString() }, done: 0, total };
    });
    const told = (done: number) => {
      signal.throwIfAborted();
      return chunk(async (step) => {
        await requireRight(step, owner, input.roomId);
        return { checkpoint: reserved, done, total: Math.max(done, total) };
      });
    };
    const { file, messages, through } = await fileOfRoom(db, owner, input, { name, writtenAt: clock.now() }, told);
    await files.put(reserved.key, file);
    return chunk(async (step) => {
      await requireRight(step, owner, input.roomId);
      return { checkpoint: { ...reserved, through }, done: messages, total: messages };
    });
  },
};

/** Who asked may have lost the right meanwhile. */
async function requireRight(step: Step, userId: string, roomId: string): Promise<RoomView> {
  if (!(await isActive(step.tx, userId))) throw notAllowed('This account is not active.');
  return requireExportable(step, userId, roomId);
}
