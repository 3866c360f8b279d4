import { DateTime } from 'luxon';
import { csvLine } from '@marquee/platform';
import type { ExportedEvent } from './event-export.types';
import { pricesOf } from './exported-price';

/** The names that imports understand without being told. */
const COLUMNS: readonly [string, (event: ExportedEvent) => string | null][] = [
  ['id', ({ id }) => `urn:uuid:${id}`],
  ['title', ({ title }) => title],
  ['description', ({ description }) => description],
  ['start', (event) => time(event, event.startsAt)],
  ['end', (event) => time(event, event.endsAt)],
  ['timezone', ({ timezone }) => timezone],
  ['status', ({ status }) => status.toLowerCase().replaceAll('_', ' ')],
  ['venue', ({ venueName }) => venueName],
  ['address', ({ address }) => address],
  ['city', ({ city }) => city],
  ['latitude', ({ latitude }) => (latitude === null ? null : String(latitude))],
  ['longitude', ({ longitude }) => (longitude === null ? null : String(longitude))],
  ['online url', ({ onlineUrl }) => onlineUrl],
  ['url', ({ externalUrl }) => externalUrl],
  ['image url', ({ imageUrl }) => imageUrl],
  ['price min', (event) => pricesOf(event)[0] ?? (event.priceType === 'DONATION' ? 'pay what you can' : null)],
  ['price max', (event) => pricesOf(event)[1] ?? null],
  ['currency', ({ priceCurrency }) => priceCurrency],
  ['free', ({ priceType }) => (priceType === 'FREE' ? 'yes' : null)],
  ['category', ({ category }) => category],
  ['keywords', ({ tags }) => tags.join(';')],
  ['organizer', ({ organizer }) => organizer],
  ['performers', ({ performers }) => performers.map(({ name }) => name).join(';')],
  ['capacity', ({ capacity }) => (capacity === null ? null : String(capacity))],
];

export const tableHead = (): string => csvLine(COLUMNS.map(([name]) => name));

export const tableLine = (event: ExportedEvent): string => csvLine(COLUMNS.map(([, tell]) => tell(event) ?? ''));

const time = ({ timezone }: ExportedEvent, at: Date): string =>
  DateTime.fromJSDate(at, { zone: timezone }).toISO({ suppressMilliseconds: true }) ?? '';
