import { followPushes, Keyset, notFound, type Connection, type PageArguments } from '@marquee/platform';
import { channels } from '../../channels';
import type { Context, Step } from '../../context';
import type { Notification as NotificationRow } from '../../generated/prisma/client';
import { choicesOf, isOnByDefault, preferencesOf, type KindPreference } from './notification-channels';
import { linkOf } from './notification-link';
import { nameKeysOf, renderText } from './notification-text';
import {
  notificationTypes,
  type DeleteNotification,
  type MarkAllNotificationsRead,
  type MarkNotificationsRead,
  type UpdateNotificationPreferences,
} from './notification.input';
import type { NotificationPush } from './notification.store';
import { queueBadges } from '../push/push.store';

const newestFirst = new Keyset('notifications', { createdAt: 'time', id: 'id' }, 'greatest first');

/** A person's own notifications; every statement here is bound to one person. */
export class NotificationService {
  constructor(private readonly ctx: Context) {}

  async list({ unreadOnly, ...args }: PageArguments & { unreadOnly: boolean }): Promise<Connection<NotificationRow>> {
    const { prisma } = this.ctx.kept.db;
    const page = newestFirst.page(args);
    const where = { userId: this.ctx.viewer.id, inApp: true, ...(unreadOnly ? { readAt: null } : {}) };
    const rows = await prisma.notification.findMany(newestFirst.prisma(page, where));
    return newestFirst.connection(rows, page, { totalCount: () => prisma.notification.count({ where }) });
  }

  /** Its text in the language of the viewer, whose it is. One statement for the names of a whole page. */
  async text(row: NotificationRow): Promise<{ title: string; body: string }> {
    const { loaders, viewer } = this.ctx;
    const keys = nameKeysOf(row);
    const [reader, ...found] = await Promise.all([loaders.userById.load(viewer.id), ...keys.map((key) => loaders.nameByKey.load(key))]);
    const names = new Map(found.flatMap((named) => (named ? [[named.key, named.name]] : [])));
    return renderText(row, { language: reader?.language ?? null, timeZone: reader?.timeZone ?? null }, names);
  }

  url = (row: NotificationRow): string => linkOf(row, this.ctx.kept.settings.WEB_URL);

  unreadCount(userId = this.ctx.viewer.id): Promise<number> {
    return this.ctx.kept.db.prisma.notification.count({ where: { userId, inApp: true, readAt: null } });
  }

  async markRead(input: MarkNotificationsRead): Promise<NotificationRow[]> {
    const where = { userId: this.ctx.viewer.id, inApp: true, id: { in: input.ids } };
    // Once read it keeps the time of the first reading: to repeat this changes nothing.
    await this.ctx.change('markNotificationsRead', input, async (step) => {
      const { count } = await step.tx.notification.updateMany({ where: { ...where, readAt: null }, data: { readAt: step.now } });
      if (count > 0) await this.tellOtherDevices(step);
      return null;
    });
    return this.ctx.kept.db.prisma.notification.findMany({ where, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] });
  }

  /** Returns how many were unread. */
  markAllRead(input: MarkAllNotificationsRead): Promise<number> {
    const where = { userId: this.ctx.viewer.id, inApp: true, readAt: null };
    return this.ctx.change('markAllNotificationsRead', input, async (step) => {
      const { count } = await step.tx.notification.updateMany({ where, data: { readAt: step.now } });
      if (count > 0) await this.tellOtherDevices(step);
      return count;
    });
  }

  /** Returns its id. One that waits for the mail is not sent: its delivery finds it gone. */
  async delete(input: DeleteNotification): Promise<string> {
    const where = { userId: this.ctx.viewer.id, inApp: true, id: input.id };
    await this.ctx.change('deleteNotification', input, async (step) => {
      if ((await step.tx.notification.deleteMany({ where })).count === 0) throw notFound('This notification');
      await this.tellOtherDevices(step);
      return null;
    });
    return input.id;
  }

  /** The viewer's other devices show the number that there is now. */
  private tellOtherDevices = (step: Step): Promise<void> => queueBadges(step, [this.ctx.viewer.id], this.ctx.viewer.sessionId);

  async preferences(userId: string): Promise<KindPreference[]> {
    return preferencesOf(notificationTypes, await this.ctx.kept.db.prisma.notificationChoice.findMany({ where: { userId } }));
  }

  async updatePreferences(input: UpdateNotificationPreferences): Promise<KindPreference[]> {
    const { id: userId } = this.ctx.viewer;
    const choices = input.preferences.flatMap(choicesOf);
    await this.ctx.change('updateNotificationPreferences', input, async ({ tx }) => {
      await tx.notificationChoice.deleteMany({ where: { userId, OR: choices.map(({ type, channel }) => ({ type, channel })) } });
      const data = choices.filter(({ type, channel, enabled }) => enabled !== isOnByDefault(type, channel));
      await tx.notificationChoice.createMany({ data: data.map((choice) => ({ userId, ...choice })) });
    });
    return this.preferences(userId);
  }

  /** New notifications of the viewer, until their session ends. */
  received(): Promise<AsyncIterableIterator<NotificationRow>> {
    const { id: userId } = this.ctx.viewer;
    return followPushes(this.ctx, {
      channel: channels.notifications(userId),
      load: ({ id }: NotificationPush, { kept }) => kept.db.prisma.notification.findUnique({ where: { id, userId } }),
      allowed: ({ services }) => services.sessions.isLive(),
    });
  }
}
