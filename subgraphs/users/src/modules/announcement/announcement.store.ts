import { randomUUID } from 'node:crypto';
import { channels } from '../../channels';
import type { Step } from '../../context';
import { Prisma, type Announcement, type AnnouncementPart } from '../../generated/prisma/client';
import { isOnByDefault } from '../notification/notification-channels';
import { scheduleDeliveries, type Posted } from '../notification/notification-deliveries.store';
import { subjects } from '../notification/notification-subjects';
import { instantOf } from '../preference/preference-local-time';
import { audienceOf } from './announcement-audience.sql';

const TYPE = 'SYSTEM_ANNOUNCEMENT' as const;
/** People in one transaction: short enough that nobody waits for its end. */
const AT_ONCE = 500;

type NewAnnouncement = Omit<Announcement, 'id' | 'createdAt' | 'audienceCount' | 'cancelledAt' | 'takenBackAt' | 'texts'> & {
  texts: Record<string, { title: string; body: string }>;
};

/**
 * Writes an announcement down, with a part for each time at which some of its people are to get it: one for all, or with `inLocalTime` one for each
 * zone. Returns its id.
 */
export async function announce({ tx, now }: Step, announcement: NewAnnouncement): Promise<string> {
  const id = randomUUID();
  const { scheduledFor, inLocalTime } = announcement;
  const zones = await tx.$queryRaw<{ zone: string | null; count: number }[]>`
    SELECT ${inLocalTime ? Prisma.sql`u.time_zone` : Prisma.sql`NULL::text`} AS zone, count(*)::int AS count
    FROM users u WHERE ${audienceOf(announcement)} GROUP BY 1`;
  const audienceCount = zones.reduce((sum, { count }) => sum + count, 0);
  await tx.announcement.create({ data: { ...announcement, id, audienceCount, createdAt: now } });
  const parts = inLocalTime
    ? zones.map(({ zone }) => ({ zone, dueAt: instantOf(scheduledFor, zone ?? 'UTC') }))
    : [{ zone: null, dueAt: scheduledFor }];
  await tx.announcementPart.createMany({ data: parts.map((part) => ({ ...part, id: randomUUID(), announcementId: id })) });
  return id;
}

/** Nobody more is told; what was told and not read is taken back by `takeBack`. False: all have it. */
export async function cancelAnnouncement({ tx, now }: Step, id: string): Promise<boolean> {
  await tx.announcement.updateMany({ where: { id, cancelledAt: null, parts: { some: { doneAt: null } } }, data: { cancelledAt: now } });
  return (await tx.announcement.count({ where: { id, cancelledAt: { not: null } } })) > 0;
}

/**
 * Tells the next people of a part that is due, in the order of their ids, and puts down in the same transaction how far that is: a crash leaves it
 * before or after. False: nothing is due. The part is locked: of two who do this at the same time each takes another one.
 */
export async function tellNext(step: Step): Promise<boolean> {
  const { tx, now } = step;
  const [due] = await tx.$queryRaw<{ id: string }[]>`
    SELECT p.id FROM announcement_parts p JOIN announcements a ON a.id = p.announcement_id
    WHERE p.done_at IS NULL AND p.due_at <= ${now} AND a.cancelled_at IS NULL
    ORDER BY p.due_at, p.id LIMIT 1 FOR UPDATE OF p SKIP LOCKED`;
  if (!due) return false;
  const { announcement, ...part } = await tx.announcementPart.findUniqueOrThrow({ where: { id: due.id }, include: { announcement: true } });
  const told = await tellSome(step, announcement, part);
  const last = told.at(-1);
  await tx.announcementPart.update({
    where: { id: part.id },
    data: {
      reachedCount: { increment: told.length },

      ...(last && told.length === AT_ONCE ? { cursor: last.userId } : { doneAt: now, cursor: null }),
    },
  });
  return true;
}

type Told = Posted & { isNew: boolean };

/** Returns the people that were looked at, in the order of their ids. The id of a notification follows from both: nobody gets it twice. */
async function tellSome(step: Step, announcement: Announcement, { zone, cursor }: AnnouncementPart): Promise<Told[]> {
  const { tx, now, push } = step;
  const { id, inLocalTime, urgent, expiresAt } = announcement;
  const here = !inLocalTime ? Prisma.sql`true` : zone === null ? Prisma.sql`u.time_zone IS NULL` : Prisma.sql`u.time_zone = ${zone}`;
  const after = cursor === null ? Prisma.sql`true` : Prisma.sql`u.id > ${cursor}::uuid`;
  const parameters = JSON.stringify({ title: id, body: id, ...(urgent ? { priority: 'URGENT' } : {}) });
  const told = await tx.$queryRaw<Told[]>`
    WITH readers AS (
      SELECT u.id AS user_id, md5(${id} || u.id::text)::uuid AS new_id, u.time_zone, u.quiet_from, u.quiet_until, u.digest,
             coalesce(app.enabled, true) AS in_app,
             u.email_verified_at IS NOT NULL AND u.email_bounced_at IS NULL AND coalesce(mail.enabled, ${isOnByDefault(TYPE, 'EMAIL')}) AS by_mail,
             coalesce(push.enabled, ${isOnByDefault(TYPE, 'PUSH')})
               AND EXISTS (SELECT 1 FROM devices d JOIN sessions s ON s.id = d.session_id
                           WHERE d.user_id = u.id AND s.ended_at IS NULL AND s.expires_at > ${now}) AS by_push
      FROM users u
      LEFT JOIN notification_choices app ON app.user_id = u.id AND app.type = ${TYPE}::notification_type AND app.channel = 'IN_APP'
      LEFT JOIN notification_choices mail ON mail.user_id = u.id AND mail.type = ${TYPE}::notification_type AND mail.channel = 'EMAIL'
      LEFT JOIN notification_choices push ON push.user_id = u.id AND push.type = ${TYPE}::notification_type AND push.channel = 'PUSH'
      WHERE ${after} AND ${here} AND ${audienceOf(announcement)}
      ORDER BY u.id LIMIT ${AT_ONCE}
    ), posted AS (
      INSERT INTO notifications AS n (id, user_id, type, parameters, subject, in_app, created_at)
      SELECT new_id, user_id, ${TYPE}::notification_type, ${parameters}::jsonb, ${subjects.announcement(id)}, in_app, ${now}
      FROM readers WHERE in_app OR by_mail OR by_push
      ON CONFLICT DO NOTHING RETURNING id
    )
    SELECT r.new_id AS id, r.user_id AS "userId", r.in_app AS "inApp", r.by_mail AS "byMail", r.by_push AS "byPush", r.time_zone AS "timeZone",
           r.quiet_from AS "quietFrom", r.quiet_until AS "quietUntil", r.digest::text, p.id IS NOT NULL AS "isNew"
    FROM readers r LEFT JOIN posted p ON p.id = r.new_id ORDER BY r.user_id`;
  const posted = told.filter(({ isNew }) => isNew);
  for (const one of posted) if (one.inApp) push(channels.notifications(one.userId), { id: one.id });
  await scheduleDeliveries(step, { type: TYPE, expiresAt, isForAll: true, isUrgent: urgent }, posted);
  return told;
}

/** Takes a cancelled announcement back from some who have not read it; false when there is nothing left to take back. */
export async function takeBack({ tx, now }: Step): Promise<boolean> {
  const cancelled = await tx.announcement.findFirst({ where: { cancelledAt: { not: null }, takenBackAt: null }, select: { id: true } });
  if (!cancelled) return false;
  const { id } = cancelled;
  const gone = await tx.$executeRaw`
    DELETE FROM notifications WHERE id IN (SELECT id FROM notifications WHERE subject = ${subjects.announcement(id)} AND read_at IS NULL LIMIT ${AT_ONCE})`;
  if (gone < AT_ONCE) await tx.announcement.update({ where: { id }, data: { takenBackAt: now } });
  return true;
}
