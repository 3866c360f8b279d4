import { takeStep, type Basics } from '@marquee/platform';
import type { Topics } from '@marquee/schema/topics';
import type { Step } from '../../context';
import type { Settings } from '../../env';
import type { PrismaClient } from '../../generated/prisma/client';
import { logOf, unnumbered } from './change.sql';
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

  /** Everything that has changed until now has a number. */
  async number(roomId: string): Promise<void> {
    if ((await this.kept.db.query(unnumbered(roomId))).length === 0) return;
    await takeStep<Keep, Topics, void>(this.kept, 'live', (step) => numberChanges(step as unknown as Step, roomId));
  }

  async reach(roomId: string): Promise<LogReach> {
    await this.number(roomId);
    return (await this.kept.db.query<LogReach>(logOf(roomId)))[0] ?? { lastChange: 0, forgotten: 0 };
  }
}
