import type { OriginRow } from './source.loaders';

/** The host of a document, or the platform that lists it; `import` for what somebody brought by hand, or whose source is gone. */
export function platformOf({ address, format }: OriginRow): string {
  if (format === 'EVENTBRITE') return 'eventbrite';
  return address !== null && URL.canParse(address) ? new URL(address).hostname : 'import';
}
