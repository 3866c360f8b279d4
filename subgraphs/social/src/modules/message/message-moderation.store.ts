import { channels } from '../../channels';
import type { Step } from '../../context';

/** So many of its former wordings are told with a message, the newest. */
const WORDINGS_TOLD = 5;

/** A message as it can be reported. */
export interface ReportedMessage {
  senderId: string;
  /** Null when it was deleted. */
  text: string | null;
  /** How it read before, the oldest first. */
  before: string[];
}

/**
 * A message as somebody in its room can report it, with how it read before: nobody escapes by changing or deleting what they said. Null when
 * they are not there, and when it never said anything else than what was removed after a report. A block changes nothing: who has blocked a
 * person may still report what was said to them.
 */
export async function messageSeenBy({ tx }: Step, messageId: string, viewerId: string): Promise<ReportedMessage | null> {
  const message = await tx.message.findUnique({ where: { id: messageId } });
  if (!message || message.senderId === null || (message.text === null && message.deletedAt === null)) return null;
  // Removed first and deleted then: that was decided about.
  if (message.text === null && (await tx.messageRemoval.count({ where: { messageId, text: { not: null } } })) > 0) return null;
  const member = await tx.roomMember.findFirst({
    where: { roomId: message.roomId, userId: viewerId, active: true, historyFrom: { lt: message.sequence } },
    select: { roomId: true },
  });
  if (!member) return null;
  const versions = await tx.messageVersion.findMany({ where: { messageId }, orderBy: { version: 'desc' }, take: WORDINGS_TOLD });
  const before = versions.map(({ text }) => text).reverse();
  return message.text === null && before.length === 0 ? null : { senderId: message.senderId, text: message.text, before };
}

/** Takes the text of a message away and keeps it, because an appeal may bring it back. The last decision counts, in whatever order they come. */
export async function takeAwayMessage(step: Step, messageId: string, decidedAt: Date): Promise<void> {
  const found = await lockMessage(step, messageId, decidedAt);
  if (!found?.message.text) return;
  const taken = { text: found.message.text, decidedAt };
  await step.tx.messageRemoval.upsert({ where: { messageId }, create: { messageId, ...taken }, update: taken });
  await step.tx.message.update({ where: { id: messageId }, data: { text: null } });
  step.push(channels.changes(found.message.roomId));
}

/** Puts it back. That it was decided stays, so that an earlier decision which comes late takes nothing away. */
export async function putBackMessage(step: Step, messageId: string, decidedAt: Date): Promise<void> {
  const found = await lockMessage(step, messageId, decidedAt);
  if (!found || found.message.senderId === null) return;
  const { message, removal } = found;
  // What who wrote it has taken back meanwhile stays taken back.
  if (removal?.text && message.text === null && message.deletedAt === null)
    await step.tx.message.update({ where: { id: messageId }, data: { text: removal.text } });
  await step.tx.messageRemoval.upsert({ where: { messageId }, create: { messageId, decidedAt }, update: { text: null, decidedAt } });
  step.push(channels.changes(message.roomId));
}

/** Null when there is no such message, or something later was decided about it. */
async function lockMessage({ tx }: Step, messageId: string, decidedAt: Date) {
  await tx.$queryRaw`SELECT 1 FROM messages WHERE id = ${messageId}::uuid FOR UPDATE`;
  const message = await tx.message.findUnique({ where: { id: messageId } });
  const removal = message && (await tx.messageRemoval.findUnique({ where: { messageId } }));
  return message && (!removal || removal.decidedAt <= decidedAt) ? { message, removal } : null;
}
