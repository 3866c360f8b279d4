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
export const headOf = (questions: readonly { prompt: string }[]): string => lineOf([...HEAD, ...questions.map(({ prompt }) => prompt)]);

export const lineOfGuest = (guest: GuestRow, questions: readonly { id: string }[]): string =>
  lineOf([
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

/** RFC 4180. */
const lineOf = (cells: readonly string[]): string => `${cells.map((cell) => quoted(harmless(cell))).join(',')}\r\n`;

/** Guests write some of it: a program that opens the file must not take their words for a formula. */
const harmless = (cell: string): string => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
