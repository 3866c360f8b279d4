import type { ExportedMessage, NamedPerson, RoomExportFormat } from './room-export.types';

export const ENDINGS: Readonly<Record<RoomExportFormat, string>> = { JSON_LINES: 'jsonl', TEXT: 'txt' };

/** What a file begins with. */
export const headOf = (format: RoomExportFormat, name: string | null, writtenAt: Date): string =>
  format === 'TEXT' ? `${name ?? 'Messages'}\nAs it was read on ${timeOf(writtenAt)}.\n` : '';

/** One message as a file tells it, with its end of line. */
export const partOf = (format: RoomExportFormat, message: ExportedMessage): string =>
  format === 'TEXT' ? paragraphOf(message) : `${JSON.stringify(objectOf(message))}\n`;

function objectOf({ notice, noticeName, noticePeople, ...message }: ExportedMessage): object {
  return { ...message, notice: notice && { kind: notice, name: noticeName, people: noticePeople } };
}

function paragraphOf(message: ExportedMessage): string {
  const { sequence, sentAt, replyTo, editedAt } = message;
  const facts = [replyTo === null ? null : `answers ${replyTo}`, editedAt && 'edited'].filter(Boolean);
  const head = `${sequence}. ${timeOf(sentAt)}, ${whoOf(message)}${facts.length ? ` (${facts.join(', ')})` : ''}:`;
  // Each line of a text is set off, so that none can be taken for the head of another message.
  const lines = wordsOf(message)
    .split('\n')
    .map((line) => `    ${line}`);
  return `\n${head}\n${lines.join('\n')}\n`;
}

const whoOf = ({ sender, notice }: ExportedMessage): string => (notice ? 'the room' : sender ? nameOf(sender) : 'somebody');

const nameOf = ({ id, username, displayName }: NamedPerson): string =>
  username ? `${displayName ?? username} (@${username})` : (displayName ?? id);

function wordsOf({ text, deleted, notice, noticeName, noticePeople }: ExportedMessage): string {
  if (notice) return [notice, noticeName, noticePeople.map(nameOf).join(', ')].filter(Boolean).join(' · ');
  return deleted ? '[deleted]' : (text ?? '[not shown]');
}

const timeOf = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
