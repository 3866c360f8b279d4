import type { OnlineProvider } from '../../generated/prisma/enums';

/** What of a place or an event makes it usable for everybody, with its name in the API. */
export const ACCESSIBILITY_FEATURES = [
  'STEP_FREE_ACCESS',
  'WHEELCHAIR_SPACES',
  'ACCESSIBLE_TOILET',
  'ACCESSIBLE_PARKING',
  'HEARING_LOOP',
  'SIGN_LANGUAGE',
  'CAPTIONS',
  'AUDIO_DESCRIPTION',
  'BRAILLE_OR_LARGE_PRINT',
  'QUIET_SPACE',
  'RELAXED_PERFORMANCE',
  'ASSISTANCE_DOGS',
  'COMPANION_FREE',
] as const;
export type AccessibilityFeature = (typeof ACCESSIBILITY_FEATURES)[number];

/** One entry of what an organiser keeps with an event for their own programs. */
export type MetadataEntry = Readonly<{ key: string; value: string | number | boolean }>;

/** Who performs, speaks or leads at an event. */
export type Performer = Readonly<{ name: string; url: string | null }>;

/** Hosts at which a provider's meetings are, with all below them. */
const HOSTS: Readonly<Record<Exclude<OnlineProvider, 'OTHER'>, readonly string[]>> = {
  ZOOM: ['zoom.us', 'zoom.com', 'zoomgov.com'],
  TEAMS: ['teams.microsoft.com', 'teams.live.com', 'teams.cloud.microsoft'],
  MEET: ['meet.google.com'],
  WEBEX: ['webex.com'],
};

/** Whose meeting is at this address, as far as its host tells; OTHER where it does not. Only whole labels count: `notzoom.us` is not Zoom. */
export function providerOf(address: string): OnlineProvider {
  const host = new URL(address).hostname.replace(/\.$/, '').toLowerCase();
  const known = Object.entries(HOSTS).find(([, hosts]) => hosts.some((name) => host === name || host.endsWith(`.${name}`)));
  return (known?.[0] ?? 'OTHER') as OnlineProvider;
}

/** Is it recommended by the platform's staff now? */
export const isFeatured = (
  { featuredFrom, featuredUntil }: { featuredFrom: Date | null; featuredUntil: Date | null },
  now: Date,
): boolean => featuredFrom !== null && featuredUntil !== null && featuredFrom <= now && now < featuredUntil;
