import type { Viewer } from '@marquee/platform';

export const VIEWERS = ['visitor', 'member', 'organiser', 'curator', 'admin'] as const;
export type ViewerName = (typeof VIEWERS)[number];

/** Who asks. */
export interface Asker {
  readonly viewer: Viewer | null;
  readonly accessToken: string | null;
}

/** What operations are about: taken from the running world, so that most questions have answers. */
export interface Surroundings {
  /** Ids by the name of their type. */
  readonly ids: Readonly<Record<string, readonly string[]>>;
  /** Cursors by the name of their connection's type. */
  readonly cursors: Readonly<Record<string, readonly string[]>>;
  /** Texts by what they name: `slug`, `username`, `code`; `word` for everything that is searched. */
  readonly texts: Readonly<Record<string, readonly string[]>>;
  readonly times: readonly string[];
}
