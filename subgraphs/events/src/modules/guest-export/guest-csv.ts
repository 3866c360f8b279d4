import { csvLine } from '@marquee/platform';

/** A guest, as a line of a list for the team. */
export interface GuestRow {
  status: string;
  name: string | null;
  username: string | null;
  companions: number;
  companionNames: readonly string[];
  notes: string | null;
  tickets: number;
  admitted: number;
  checkedInAt: Date | null;
  answeredAt: Date;
  /** By the id of the question. */
  answers: ReadonlyMap<string, string>;
}

const HEAD = ['Status', 'Name', 'Username', 'Companions', 'Names of companions', 'Notes', 'Tickets', 'Let in', 'Let in at', 'Answered at'];

/** The first line; `questions` in the order of their columns. */
export const headOf = (questions: readonly { prompt: string }[]): string => csvLine([...HEAD, ...questions.map(({ prompt }) => prompt)]);

export const lineOfGuest = (guest: GuestRow, questions: readonly { id: string }[]): string =>
  csvLine([
    guest.status,
    guest.name ?? '',
    guest.username ?? '',
    String(guest.companions),
    guest.companionNames.join('; '),
    guest.notes ?? '',
    String(guest.tickets),
    String(guest.admitted),
    guest.checkedInAt?.toISOString() ?? '',
    guest.answeredAt.toISOString(),
    ...questions.map(({ id }) => guest.answers.get(id) ?? ''),
  ]);
