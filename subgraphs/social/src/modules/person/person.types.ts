import type { Connection, Ref } from '@marquee/platform';

/** A page of people; each leaves as a reference. */
export type PersonPage = Connection<Ref>;
