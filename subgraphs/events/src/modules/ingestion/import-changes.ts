import type { EventToImport } from '../event/event-import.store';

/** What of an event changes together: half of one group from there and half from here would be neither. */
const GROUPS = {
  title: ['title'],
  description: ['description'],
  times: ['startsAt', 'endsAt', 'timezone'],
  category: ['categorySlug'],
  tags: ['tags'],
  place: ['venue'],
  online: ['format', 'onlineUrl'],
  price: ['price'],
  image: ['imageUrl'],
  link: ['externalUrl'],
  capacity: ['capacity'],
  performers: ['performers'],
} as const satisfies Record<string, readonly (keyof EventToImport)[]>;

export type ChangedGroup = keyof typeof GROUPS;

/** What the source has changed between two of its tellings, both read by the same reader. */
export const changedGroups = (before: EventToImport, after: EventToImport): ChangedGroup[] =>
  (Object.keys(GROUPS) as ChangedGroup[]).filter((group) =>
    GROUPS[group].some((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field])),
  );

/** What curators judge. */
const JUDGED: readonly ChangedGroup[] = ['title', 'description', 'category', 'tags', 'place', 'online', 'image', 'link', 'performers'];

/** Those that change without a curator's word. */
export const withoutJudged = (groups: readonly ChangedGroup[]): ChangedGroup[] => groups.filter((group) => !JUDGED.includes(group));

/** The fields of an event that belong to these groups. */
export const fieldsOf = (groups: readonly ChangedGroup[]): ReadonlySet<keyof EventToImport> =>
  new Set(groups.flatMap((group): readonly (keyof EventToImport)[] => GROUPS[group]));
