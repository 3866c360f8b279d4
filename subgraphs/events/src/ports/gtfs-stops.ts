import { readFile } from 'node:fs/promises';
import { CannotStart } from '@marquee/platform';
import { parse } from 'csv-parse/sync';
import type { Stop, StopList } from './stop-list';

/** Some kilometre each way at the equator, less towards the poles. */
const CELL_DEGREES = 0.01;
const METRES_A_DEGREE = 111_320;

/** The stops of one or more feeds: `stops.txt` of GTFS (gtfs.org), held in memory by cells of the map. */
export class GtfsStops implements StopList {
  private readonly cells = new Map<string, Stop[]>();

  constructor(stops: readonly Stop[]) {
    for (const stop of stops) {
      const key = keyOf(cellOf(stop.latitude), cellOf(stop.longitude));
      this.cells.set(key, [...(this.cells.get(key) ?? []), stop]);
    }
  }

  /** Reads a file; one that cannot be read, or is none, keeps the process from starting. */
  static async open(file: string): Promise<GtfsStops> {
    try {
      return new GtfsStops(stopsOf(await readFile(file, 'utf8')));
    } catch (error) {
      throw new CannotStart(`TRANSIT_STOPS: ${file} is no stops.txt of GTFS (${(error as Error).message}).`);
    }
  }

  near({ latitude, longitude }: { latitude: number; longitude: number }, metres: number): readonly Stop[] {
    const high = metres / METRES_A_DEGREE;
    const wide = Math.min(180, high / Math.max(0.01, Math.cos((latitude * Math.PI) / 180)));
    const found: Stop[] = [];
    for (let row = cellOf(latitude - high); row <= cellOf(latitude + high); row++)
      for (let column = cellOf(longitude - wide); column <= cellOf(longitude + wide); column++)
        found.push(...(this.cells.get(keyOf(row, column)) ?? []));
    return found;
  }
}

/** Where people board: platforms and stops without a station. Lines without a point are left out, as GTFS allows them for other things. */
export function stopsOf(text: string): Stop[] {
  const rows = parse(text, { columns: true, bom: true, skip_empty_lines: true, trim: true, relax_column_count: true }) as Record<
    string,
    string
  >[];
  if (rows.length > 0 && !['stop_id', 'stop_lat', 'stop_lon'].every((name) => name in rows[0]!)) throw new Error('columns are missing');
  return rows.flatMap((row) => {
    const [latitude, longitude] = [Number(row['stop_lat'] || NaN), Number(row['stop_lon'] || NaN)];
    const boards = (row['location_type'] ?? '') === '' || row['location_type'] === '0';
    if (!boards || !(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return [];
    return [{ latitude, longitude, station: row['parent_station'] || row['stop_id']! }];
  });
}

const cellOf = (degrees: number): number => Math.floor(degrees / CELL_DEGREES);
const keyOf = (row: number, column: number): string => `${row},${column}`;
