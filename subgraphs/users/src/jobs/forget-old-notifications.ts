import type { Job, Step } from '../context';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const AT_ONCE = 5_000;

const ago = ({ now }: Step, days: number) => new Date(now.getTime() - days * DAY_MS);

const oldNotifications = (step: Step) => step.tx.$executeRaw`
  DELETE FROM notifications WHERE id IN (
    SELECT id FROM notifications WHERE read_at < ${ago(step, 90)} OR created_at < ${ago(step, 365)} LIMIT ${AT_ONCE})`;

const oldDeliveries = (step: Step) => step.tx.$executeRaw`
  DELETE FROM deliveries WHERE id IN (SELECT id FROM deliveries WHERE state <> 'PENDING' AND created_at < ${ago(step, 30)} LIMIT ${AT_ONCE})`;

const oldPushes = (step: Step) => step.tx.$executeRaw`
  DELETE FROM pushes WHERE id IN (SELECT id FROM pushes WHERE due_at IS NULL AND created_at < ${ago(step, 30)} LIMIT ${AT_ONCE})`;

/** Nothing was sent to them since their session ended. */
const signedOutDevices = (step: Step) => step.tx.$executeRaw`
  DELETE FROM devices WHERE id IN (SELECT d.id FROM devices d JOIN sessions s ON s.id = d.session_id
                                   WHERE s.ended_at < ${ago(step, 1)} OR s.expires_at < ${ago(step, 1)} LIMIT ${AT_ONCE})`;

/**
 * Forgets notifications that were read three months ago, or are a year old; what became of deliveries and pushes a month ago; devices whose session has ended; and that people were reminded
 * of what is long over. Some in each transaction. More often than the week that would do, because a process may not live for one.
 */
export const forgetOldNotifications: Job = {
  name: 'forget-old-notifications',
  everyMs: 6 * HOUR_MS,
  async run({ change }) {
    for (const some of [oldNotifications, oldDeliveries, oldPushes, signedOutDevices]) while ((await change(some)) > 0);
    await change((step) => step.tx.eventReminder.deleteMany({ where: { toldAt: { lt: ago(step, 60) } } }));
  },
};
