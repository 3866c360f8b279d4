import type { Context } from '../../context';
import type { Attendance } from '../../generated/prisma/client';
import type { AttendanceService } from './attendance.service';
import type { MoveOfOne } from './waitlist.loaders';
import { reasonOf, type MoveReason } from './waitlist-reason';

/** Where somebody stands in the queue. */
export interface WaitlistPlace {
  position: number;
  partiesAhead: number;
  peopleAhead: number;
  skipped: number;
  mayPass: number | null;
  placesSaved: boolean;
  attendanceId: string;
}

export type WaitlistMoveView = Pick<MoveOfOne, 'at' | 'people' | 'places'> & { reason: MoveReason };

/** The queue, as one of those who wait may see it. */
export class WaitlistService {
  constructor(
    private readonly ctx: Context,
    private readonly attendances: AttendanceService,
  ) {}

  /** Null when not waiting, while places are offered, and for everybody but that person and the team. */
  async placeOf(attendance: Attendance): Promise<WaitlistPlace | null> {
    if (attendance.status !== 'WAITLISTED' || attendance.offerExpiresAt || !(await this.attendances.isPrivy(attendance))) return null;
    const ahead = await this.ctx.loaders.aheadByAttendanceId.load(attendance.id);
    if (!ahead) return null;
    const { id: attendanceId, skipped, placesSaved } = attendance;
    const { parties: partiesAhead, people: peopleAhead } = ahead;
    // How reliable somebody is, is for them alone.
    const mayPass = this.isOwn(attendance) ? ahead.mayPass : null;
    return { position: partiesAhead + 1, partiesAhead, peopleAhead, skipped, placesSaved, mayPass, attendanceId };
  }

  async movesOf({ attendanceId, mayPass }: WaitlistPlace): Promise<WaitlistMoveView[]> {
    const moves = await this.ctx.loaders.movesByAttendanceId.load(attendanceId);
    const toTell = moves.filter(({ kind }) => mayPass !== null || kind !== 'YIELDED');
    return toTell.map(({ at, people, places, kind, own }) => ({ at, people, places, reason: reasonOf(kind, own) }));
  }

  private isOwn({ userId }: Attendance): boolean {
    return userId === this.ctx.viewerId;
  }
}
