import { randomUUID } from 'node:crypto';
import type { Step } from '../../context';
import { queueMails, type NewMail } from '../mail/mail.store';
import { queuePushes, type NewPush } from '../push/push.store';
import { canUnsubscribe, isTransactional } from './notification-channels';
import type { Due } from './notification-due.store';
import { priorityOf } from './notification-kinds';
import { letterOf, summaryOf } from './notification-letter';
import { dataOf, linkOf } from './notification-link';
import { nameKeysOf, renderText, type Names } from './notification-text';
import { namesStatement } from './notification.sql';

/** What goes together to one person by one channel: one notification, or what was gathered. */
type Parcel = readonly [Due, ...Due[]];

/** Turns what is due into mails and pushes, each in the language of its reader, a fixed number of statements for all of them. */
export async function handOver(step: Step, due: readonly Due[]): Promise<void> {
  if (due.length === 0) return;
  const parcels = parcelsOf(due);
  const [byMail, byPush] = (['EMAIL', 'PUSH'] as const).map((channel) => parcels.filter(([{ channel: by }]) => by === channel)) as [
    Parcel[],
    Parcel[],
  ];
  const names = await namesFor(step, due);
  const mailIds = await queueMails(
    step,
    byMail.map((parcel) => mailOf(step, parcel, names)),
  );
  const images = await imagesFor(step, byPush.flat());
  const batches = byPush.map((parcel) => ({ parcel, batchId: randomUUID() }));
  await queuePushes(
    step,
    batches.flatMap(({ parcel, batchId }) => pushesOf(step, parcel, batchId, names, images)),
  );
  const handed = [
    ...byMail.flatMap((parcel, index) => parcel.map(({ id }) => ({ id, mailId: mailIds[index], batchId: null }))),
    ...batches.flatMap(({ parcel, batchId }) => parcel.map(({ id }) => ({ id, mailId: null, batchId }))),
  ];
  await step.tx.$executeRaw`
    UPDATE deliveries d SET state = 'HANDED_OVER', handled_at = ${step.now}, mail_id = h."mailId", batch_id = h."batchId"
    FROM jsonb_to_recordset(${JSON.stringify(handed)}::jsonb) AS h(id uuid, "mailId" uuid, "batchId" uuid) WHERE d.id = h.id`;
  await readElsewhere(step, due);
}

function parcelsOf(due: readonly Due[]): Parcel[] {
  const gathered = new Map<string, Due[]>();
  const singly: Parcel[] = [];
  for (const one of due) {
    const key = `${one.userId} ${one.channel}`;
    if (!one.gathered) singly.push([one]);
    else gathered.set(key, [...(gathered.get(key) ?? []), one]);
  }
  return [...singly, ...([...gathered.values()] as unknown as Parcel[])];
}

/** Who does not have it in the app cannot read it there: what follows is news of its own. Not before the last of its channels has it. */
async function readElsewhere({ tx, now }: Step, due: readonly Due[]): Promise<void> {
  const ids = due.filter(({ notification }) => !notification.inApp).map(({ notification }) => notification.id);
  if (ids.length === 0) return;
  await tx.notification.updateMany({ where: { id: { in: ids }, deliveries: { none: { state: 'PENDING' } } }, data: { readAt: now } });
}

async function namesFor({ tx }: Step, due: readonly Due[]): Promise<Names> {
  const keys = [...new Set(due.flatMap(({ notification }) => nameKeysOf(notification)))];
  if (keys.length === 0) return new Map();
  const { text, values } = namesStatement(keys);
  const rows = await tx.$queryRawUnsafe<{ key: string; name: string }[]>(text, ...values);
  return new Map(rows.map(({ key, name }) => [key, name]));
}

/** By event, the picture that everybody may see. */
async function imagesFor({ tx }: Step, due: readonly Due[]): Promise<ReadonlyMap<string, string>> {
  const ids = due.flatMap(({ notification: { targetType, targetId } }) => (targetType === 'EVENT' && targetId ? [targetId] : []));
  if (ids.length === 0) return new Map();
  const rows = await tx.eventCopy.findMany({
    where: { eventId: { in: ids }, visibility: 'PUBLIC', imageUrl: { not: null }, status: { in: ['PUBLISHED', 'COMPLETED', 'CANCELLED'] } },
    select: { eventId: true, imageUrl: true },
  });
  return new Map(rows.map(({ eventId, imageUrl }) => [eventId, imageUrl!]));
}

function mailOf({ kept }: Step, parcel: Parcel, names: Names): NewMail {
  const [{ userId, address, language, timeZone, type, expiresAt, gathered, priority }] = parcel;
  const { WEB_URL } = kept.settings;
  const items = parcel.map(({ notification }) => ({
    ...renderText(notification, { language, timeZone }, names),
    url: linkOf(notification, WEB_URL),
  }));
  return {
    ...letterOf(items, language ?? 'EN', `${WEB_URL}/settings/notifications`),
    kind: gathered ? 'digest' : `notification:${type}`,
    to: address!,
    userId,
    priority: priority > 0 ? 'TO_ALL' : isTransactional(type) ? 'TOLD' : 'TO_MANY',
    ...(expiresAt ? { usefulUntil: expiresAt } : {}),
    // A digest is of several kinds: who clicks there wants none of them.
    ...(gathered ? { unsubscribeFrom: 'ALL' } : canUnsubscribe(type) ? { unsubscribeFrom: type } : {}),
  };
}

/** What a device has room for, and push services take. */
const LONGEST_TITLE = 150;
const LONGEST_BODY = 600;
const shortened = (text: string, longest: number) => (text.length <= longest ? text : `${text.slice(0, longest - 1).trimEnd()}…`);

/** One push for each device. */
function pushesOf({ kept }: Step, parcel: Parcel, batchId: string, names: Names, images: ReadonlyMap<string, string>): NewPush[] {
  const [{ userId, language, timeZone, type, expiresAt, gathered, priority, deviceIds, notification }] = parcel;
  const texts = parcel.map((one) => renderText(one.notification, { language, timeZone }, names));
  const isOne = parcel.length === 1;
  const { title, body } = isOne ? texts[0]! : summaryOf(texts, language ?? 'EN');
  const { WEB_URL } = kept.settings;
  const data = isOne
    ? [...dataOf(notification), { name: 'link', value: linkOf(notification, WEB_URL) }]
    : [
        { name: 'type', value: 'DIGEST' },
        { name: 'link', value: `${WEB_URL}/notifications` },
      ];
  const push = {
    ...{ userId, batchId, title: shortened(title, LONGEST_TITLE), body: shortened(body, LONGEST_BODY) },
    notificationId: isOne ? notification.id : null,
    regardless: gathered || isTransactional(type),
    imageUrl: (isOne && notification.targetId && images.get(notification.targetId)) || null,
    data: Object.fromEntries(data.map(({ name, value }) => [name, value])),
    collapseKey: isOne ? notification.id : 'digest',
    priority: priority > 0 ? 'TO_ALL' : priorityOf(notification) === 'URGENT' || isTransactional(type) ? 'URGENT' : 'TOLD',
    usefulUntil: expiresAt,
  } as const;
  return deviceIds.map((deviceId) => ({ ...push, deviceId }));
}
