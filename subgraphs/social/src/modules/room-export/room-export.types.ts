import type { WorkState } from '@marquee/platform';
import type { LongWork } from '../../generated/prisma/client';

export type RoomExportFormat = 'JSON_LINES' | 'TEXT';

/** What is kept with an export from when it was asked for. */
export interface RoomExportInput {
  roomId: string;
  format: RoomExportFormat;
  after: number;
}

export interface RoomExportResult {
  key: string;
  through: number | null;
  expiresAt: string;
}

export type RoomExportRow = Omit<LongWork, 'state'> & { state: WorkState };

export interface NamedPerson {
  id: string;
  username: string | null;
  displayName: string | null;
}

/** A message as who asked for the export reads it. */
export interface ExportedMessage {
  sequence: number;
  sentAt: Date;
  sender: NamedPerson | null;
  text: string | null;
  editedAt: Date | null;
  deleted: boolean;
  /** The sequence of the message that it answers. */
  replyTo: number | null;
  /** What the room told of itself; null for what somebody said. */
  notice: string | null;
  noticeName: string | null;
  noticePeople: NamedPerson[];
}
