import type { Viewer } from '@marquee/platform';

/** The person a token stands for, and until when (milliseconds since the epoch). */
export interface Identity {
  readonly viewer: Viewer;
  readonly issuedAt: number;
  readonly expiresAt: number;
}
