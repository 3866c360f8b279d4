import {
  invalidInput,
  isId,
  liveStream,
  parseInput,
  parsePage,
  toConnection,
  type Bus,
  type Caller,
  type Clock,
  type Connection,
  type PageArguments,
} from '@marquee/platform';
import type { Database } from '../../db';
import type { Notification as NotificationRow, NotificationType } from '../../generated/prisma/client';
import { viewerOf } from '../../viewer';
import { isLive } from '../session/session.live';
import { markAllReadInput, markReadInput, notificationTypes, preferencesInput } from './notification.input';
import { channelOf, type Push } from './notification.post';

export interface NotificationServiceParts {
  db: Database;
  bus: Bus;
  clock: Clock;
  caller: Caller;
}

/** Somebody's own notifications; every statement here is bound to one person. */
export class NotificationService {
  constructor(private readonly parts: NotificationServiceParts) {}

  async list({ unreadOnly, ...page }: PageArguments & { unreadOnly: boolean }): Promise<Connection<NotificationRow>> {
    const { db, caller } = this.parts;
    const bounds = parsePage(page, { list: 'notifications', keyLength: 2 });
    const userId = viewerOf(caller).id;
    const where = { userId, ...(unreadOnly ? { readAt: null } : {}) };
    const direction = bounds.backward ? 'asc' : 'desc';
    const rows = await db.prisma.notification.findMany({
      where: { ...where, ...(bounds.from ? beyond(bounds.from, bounds.backward) : {}) },
      orderBy: [{ createdAt: direction }, { id: direction }],
      take: bounds.limit + 1,
    });
    return toConnection(rows, bounds, (row) => [row.createdAt.toISOString(), row.id], {
      totalCount: () => db.prisma.notification.count({ where }),
    });
  }

  unreadCount(userId = viewerOf(this.parts.caller).id): Promise<number> {
    return this.parts.db.prisma.notification.count({ where: { userId, readAt: null } });
  }

  async markRead(raw: unknown): Promise<NotificationRow[]> {
    const { ids } = parseInput(markReadInput, raw);
    const { db, clock, caller } = this.parts;
    const mine = { userId: viewerOf(caller).id, id: { in: ids } };
    // Once read it keeps the time of the first reading: to repeat this changes nothing.
    await db.prisma.notification.updateMany({ where: { ...mine, readAt: null }, data: { readAt: clock.now() } });
    return db.prisma.notification.findMany({ where: mine, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] });
  }

  /** Answers how many were unread. */
  async markAllRead(raw: unknown): Promise<number> {
    parseInput(markAllReadInput, raw ?? {});
    const { db, clock, caller } = this.parts;
    const where = { userId: viewerOf(caller).id, readAt: null };
    return (await db.prisma.notification.updateMany({ where, data: { readAt: clock.now() } })).count;
  }

  async preferences(userId: string): Promise<{ type: NotificationType; enabled: boolean }[]> {
    const muted = await this.parts.db.prisma.notificationMute.findMany({ where: { userId } });
    return notificationTypes.map((type) => ({ type, enabled: !muted.some((mute) => mute.type === type) }));
  }

  async updatePreferences(raw: unknown): Promise<{ type: NotificationType; enabled: boolean }[]> {
    const { preferences } = parseInput(preferencesInput, raw);
    const userId = viewerOf(this.parts.caller).id;
    const named = (enabled: boolean) => preferences.filter((preference) => preference.enabled === enabled).map(({ type }) => type);
    await this.parts.db.transaction(async (tx) => {
      await tx.notificationMute.deleteMany({ where: { userId, type: { in: named(true) } } });
      await tx.notificationMute.createMany({ data: named(false).map((type) => ({ userId, type })), skipDuplicates: true });
    });
    return this.preferences(userId);
  }

  /** New notifications of the viewer, until their session ends. */
  received(): Promise<AsyncIterableIterator<NotificationRow>> {
    const { db, bus, caller } = this.parts;
    const viewer = viewerOf(caller);
    return liveStream({
      bus,
      channel: channelOf(viewer.id),
      load: ({ id }: Push) => db.prisma.notification.findUnique({ where: { id, userId: viewer.id } }),
      rights: { allowed: () => isLive(db.prisma, viewer) },
    });
  }
}

/** Rows beyond a cursor in the list's order, the newest first. */
function beyond([createdAt, id]: readonly (string | number | null)[], backward: boolean) {
  const instant = new Date(String(createdAt));
  if (Number.isNaN(instant.getTime()) || typeof id !== 'string' || !isId(id)) {
    throw invalidInput(backward ? 'before' : 'after', 'Pass a cursor that this list answered.');
  }
  return backward
    ? { OR: [{ createdAt: { gt: instant } }, { createdAt: instant, id: { gt: id } }] }
    : { OR: [{ createdAt: { lt: instant } }, { createdAt: instant, id: { lt: id } }] };
}
