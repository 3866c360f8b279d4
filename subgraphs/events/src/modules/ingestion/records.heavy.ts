import type { HeavyWork } from '@marquee/platform';
import { readRecord, type Found, type ReadRecord } from './read-record';

/** Records of one document, as they were sent. */
export interface RecordsToRead {
  records: readonly ({ index: number; record: string; hasOwnPage: boolean } & Found)[];
  timezone: string;
  shiftDays: number;
}

/** Reads them. Their markup alone may take long. */
const read: HeavyWork<RecordsToRead, ReadRecord[]> = ({ records, ...options }) =>
  records.map(({ index, record, hasOwnPage, line, dropped, notes }) =>
    readRecord(index, JSON.parse(record) as Record<string, unknown>, options, hasOwnPage, { line, dropped, notes }),
  );
export default read;
