import { randomBytes } from 'node:crypto';
import { invalidInput, notFound } from '@marquee/platform';
import type { Context } from '../../context';
import type { CheckIn } from '../../generated/prisma/client';
import { doorClosed, eventNotOpen } from '../attendance/attendance.refusals';
import type { EligibilityService } from '../attendance/eligibility.service';
import { GuestList } from '../attendance/guest-list.store';
import type { EventService } from '../event/event.service';
import { holdRight } from '../event/event-rights.store';
import type { EventRow } from '../event/event.types';
import { hashOfShown, sealFor, type PackedPlace, type SealedPackage } from './door-package';
import { placesOfDoor } from './door-package.sql';
import type { UploadScans } from './door.input';
import { takeScans, type ScanFault } from './scans.store';

const MOST_PLACES = 20_000;
const MOST_CONFLICTS = 100;
const HOUR = 3_600_000;

export interface DoorPackageView extends SealedPackage {
  version: number;
  placeCount: number;
}

export interface ScanResultView {
  nonce: string;
  scan: CheckIn | null;
  refused: ScanFault | null;
}

/** Doors without network. */
export class DoorService {
  constructor(
    private readonly ctx: Context,
    private readonly events: EventService,
    private readonly eligibility: EligibilityService,
  ) {}

  async packageOf(eventId: string, deviceKey: string): Promise<DoorPackageView | null> {
    const { kept, loaders } = this.ctx;
    const event = await this.events.byId(eventId);
    if (!event) return null;
    await this.events.requireRight(event.id, 'ADMIT');
    const counts = await loaders.countsByEventId.load(event.id);
    const salt = randomBytes(16).toString('base64url');
    type Row = { subject: string; codeHash: string | null; people: number; inside: number; used: number };
    const rows = await kept.db.prisma.$queryRaw<Row[]>(placesOfDoor(event.id, MOST_PLACES));
    const noReentryFrom = (await loaders.registrationByEventId.load(event.id))?.noReentryFrom ?? null;
    const places = rows.flatMap(({ subject, codeHash, people, inside, used }): PackedPlace[] =>
      [subject, ...(codeHash ? [`code:${codeHash}`] : [])].map((shown) => ({
        ...{ h: hashOfShown(salt, shown), n: people, in: inside },
        ...(noReentryFrom ? { used } : {}),
      })),
    );
    const door = this.eligibility.doorOf(event);
    const content = {
      eventId: event.id,
      takenAt: kept.clock.now(),
      ...door,
      noReentryFrom,
      salt,
      keys: await kept.passKeys.jwks(),
      places,
    };
    const sealed = sealFor(deviceKey, content);
    if (!sealed) throw invalidInput('deviceKey', 'must be a public key on the curve P-256, uncompressed, in base64url');
    return { ...sealed, version: counts?.version ?? 0, placeCount: rows.length };
  }

  async upload(input: UploadScans): Promise<{ results: ScanResultView[]; event: EventRow }> {
    const { kept, viewer } = this.ctx;
    const { eventId, deviceId, scans } = input;
    await this.events.requireRight(eventId, 'ADMIT');
    const keys = await kept.passKeys.publicKeys();
    const refused = await kept.eventTurns.take(eventId, () =>
      this.ctx.change('uploadScans', input, async (step) => {
        await holdRight(step, eventId, viewer, 'ADMIT');
        const list = await GuestList.open(step, eventId);
        if (!list) throw notFound('This event');
        const door = this.openTo(list);
        const faults = await takeScans(step, list, door, { deviceId, scans, keys, takenBy: viewer.id });
        await list.save();
        return faults;
      }),
    );
    const known = await kept.db.prisma.checkIn.findMany({ where: { eventId, deviceId, nonce: { in: scans.map(({ nonce }) => nonce) } } });
    const byNonce = new Map(known.map((scan) => [scan.nonce, scan]));
    const results = scans.map(({ nonce }) => {
      const fault = refused[nonce] ?? null;
      return { nonce, scan: fault ? null : (byNonce.get(nonce) ?? null), refused: fault };
    });
    return { results, event: await this.events.afterChange(eventId) };
  }

  /** Null for those who may not open the door. */
  async conflicts(event: EventRow): Promise<CheckIn[] | null> {
    if (!(await this.events.hasRight(event, 'ADMIT'))) return null;
    return (await this.ctx.loaders.conflictsByEventId.load(event.id)).slice(0, MOST_CONFLICTS);
  }

  /** When scans may have been made. Until a day after the door closed they are taken in. */
  private openTo({ event, now }: GuestList) {
    if (event.status !== 'PUBLISHED' && event.status !== 'COMPLETED') {
      const code = event.status === 'CANCELLED' ? 'CALLED_OFF' : 'NOT_PUBLISHED';
      throw eventNotOpen(event.status, code, 'There is no door to this event now.');
    }
    const door = this.eligibility.doorOf(event);
    const over = door.closesAt.getTime() + this.ctx.kept.settings.DOOR_UPLOAD_HOURS * HOUR;
    if (now < door.opensAt) throw doorClosed(door, { code: 'DOOR_NOT_OPEN', nextStep: 'WAIT', unlocksAt: door.opensAt });
    if (now.getTime() >= over) throw doorClosed(door, { code: 'DOOR_CLOSED', nextStep: null, unlocksAt: null });
    return door;
  }
}
