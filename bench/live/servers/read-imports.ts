import path from 'node:path';
import { HeavyThread } from '@marquee/platform';
import read, { type RecordsToRead } from '../../../subgraphs/events/src/modules/ingestion/records.heavy';

const READING = path.join(__dirname, '../../../subgraphs/events/src/modules/ingestion/records.heavy.ts');
const RECORDS = 500;
/** On the loop so many at once: with more, nobody can even subscribe. */
const RECORDS_ON_THE_LOOP = 50;

/** A chunk of an import whose texts are full of markup, as calendars of the web are: reading it takes some hundred milliseconds. */
function chunk(size: number): RecordsToRead {
  const description = '<p>An <b>evening</b> &amp; a <a href="https://hall.example/night">night</a> of choirs.</p>\n'.repeat(60);
  const records = Array.from({ length: size }, (_, index) => ({
    index,
    record: JSON.stringify({
      '@type': 'Event',
      '@id': `night ${index}`,
      name: `Night ${index}`,
      description,
      startDate: '2099-12-08T19:00:00',
      location: { name: `Room ${index}`, address: { addressLocality: 'Toronto' } },
      offers: { price: 5, priceCurrency: 'CAD' },
    }),
    hasOwnPage: false,
    line: null,
    dropped: [],
    notes: [],
  }));
  return { records, timezone: 'America/Toronto', shiftDays: 0 };
}

/** Reads one after the other, without end: in the thread that the product reads imports in, or, as a control, on the loop that serves. */
export async function readImports(where: 'thread' | 'loop'): Promise<never> {
  const thread = new HeavyThread();
  for (const input = chunk(where === 'thread' ? RECORDS : RECORDS_ON_THE_LOOP); ;) {
    if (where === 'thread') await thread.run(READING, input);
    else await Promise.resolve(read(input, () => undefined)).then(() => new Promise(setImmediate));
  }
}
