import { parse } from 'csv-parse/sync';

/** Somebody chose something. */
export interface Choice {
  user: string;
  item: string;
  /** In milliseconds. */
  timestamp: number;
  /** How much it says; below 0 that they did not want it. */
  weight: number;
}

/** What can be chosen. */
export interface Item {
  item: string;
  title: string;
  tags: readonly string[];
  /** When it could be chosen, in milliseconds; where that is not told, from its first choice to its last. */
  from?: number;
  until?: number;
}

/** Reads `user,item,timestamp,weight`; a timestamp is in seconds, in milliseconds or in ISO 8601, and a weight may be missing. */
export function readChoices(csv: string): Choice[] {
  const rows = parse(csv, { columns: true, skip_empty_lines: true, trim: true, bom: true }) as Record<string, string>[];
  return rows.map((row, at) => {
    const { user, item, timestamp = '', weight } = row;
    const given = /^-?\d+(\.\d+)?$/.test(timestamp) ? Number(timestamp) * (Number(timestamp) < 1e11 ? 1000 : 1) : Date.parse(timestamp);
    const worth = weight === undefined || weight === '' ? 1 : Number(weight);
    if (!user || !item || Number.isNaN(given) || Number.isNaN(worth)) {
      throw new Error(`Line ${at + 2} needs user, item, timestamp and, if there is one, a weight that is a number.`);
    }
    return { user, item, timestamp: given, weight: worth };
  });
}

/** Reads `item,title,tags`, the tags with | or ; or blanks between them; `from` and `until` (as timestamps) may be told. */
export function readItems(csv: string): Item[] {
  const rows = parse(csv, { columns: true, skip_empty_lines: true, trim: true, bom: true }) as Record<string, string>[];
  const time = (text: string | undefined) => (text ? { at: /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) } : null);
  return rows.map(({ item = '', title = '', tags = '', from, until }) => {
    const [since, to] = [time(from), time(until)];
    return {
      item,
      title,
      tags: tags.split(/[|;\s]+/).filter(Boolean),
      ...(since ? { from: since.at } : {}),
      ...(to ? { until: to.at } : {}),
    };
  });
}
