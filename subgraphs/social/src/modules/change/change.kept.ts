import { takeStep, type Basics } from '@marquee/platform';
import type { Topics } from '@marquee/schema/topics';
import type { Step } from '../../context';
import type { Settings } from '../../env';
import type { PrismaClient } from '../../generated/prisma/client';
import { logsOf, unnumbered } from './change.sql';
import { numberChanges } from './change.store';

type Keep = Basics<PrismaClient, Settings>;

/** How far the log of a room reaches. */
export interface LogReach {
  lastChange: number;
  /** Changes up to it are not kept any more. */
  forgotten: number;
}

/**
 * The logs of rooms. Changes get their numbers where the log is read, and not where something changes: nobody who speaks, reacts or reads
 * waits for the log's lock, and whoever takes it numbers for all.
 */
export class RoomLogs {
  constructor(private readonly kept: Keep) {}

  /** Everything that has changed in these rooms until now has a number. */
  async number(...roomIds: string[]): Promise<void> {
    const rooms = await this.kept.db.query<{ id: string }>(unnumbered(roomIds));
    if (rooms.length === 0) return;
    const ids = rooms.map(({ id }) => id);
    await takeStep<Keep, Topics, void>(this.kept, 'live', (step) => numberChanges(step as unknown as Step, ids));
  }

  async reach(roomId: string): Promise<LogReach> {
    return (await this.reachOf([roomId])).get(roomId)!;
  }

  /** How far each of these logs reaches. */
  async reachOf(roomIds: readonly string[]): Promise<Map<string, LogReach>> {
    if (roomIds.length === 0) return new Map();
    await this.number(...roomIds);
    const logs = await this.kept.db.query<LogReach & { roomId: string }>(logsOf(roomIds));
    const found = new Map(logs.map((log) => [log.roomId, log]));
    return new Map(roomIds.map((id) => [id, found.get(id) ?? { lastChange: 0, forgotten: 0 }]));
  }
}
