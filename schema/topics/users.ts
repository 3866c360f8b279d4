import type { OrganizationRole } from '../rules/event-rights';
import type { PlacePayload, Role, Visibility } from './values';

/** Key: userId. Sent on registration and on every change of the profile, privacy settings, role or standing. */
export interface UserUpdated {
  userId: string;
  version: number;
  username: string;
  displayName: string;
  avatarUrl: string | null;
  role: Role;
  verified: boolean;
  /** Raw values: consumers gate them by `privacy` on every read. */
  interests: string[];
  traits: string[];
  location: PlacePayload | null;
  /** 0 to 10. */
  activityLevel: number;
  /** 0 to 100. */
  reputation: number;
  /** Earned by what they did; some events ask for them. */
  points?: number;
  /** How far they come where they have a place, 0 to 1; of the past year. */
  reliability?: number;
  privacy: {
    bio: Visibility;
    location: Visibility;
    interests: Visibility;
    friends: Visibility;
    attendance: Visibility;
    /** False: never suggested as a connection. */
    suggestible: boolean;
  };
  /** False when suspended or banned. */
  active: boolean;
  /** When the account was made. */
  registeredAt?: string;
  /** The person has shown that the mail address is theirs. */
  addressVerified?: boolean;
  /** Until then the account may do less than others, because it looks like those that programs make (docs/decisions/newcomers.md). */
  limitedUntil?: string | null;
}

/** Key: userId. What a person looks for, for what recommends to them alone. */
export interface DiscoveryChanged {
  userId: string;
  version: number;
  /** Slugs of categories. */
  eventTypes: string[];
  maxDistanceKm: number | null;
  price: { minMinor: number; maxMinor: number; currency: string } | null;
  /** In the local time of an event: from 5, from 12, from 17 and from 22 o'clock. */
  times: ('MORNING' | 'AFTERNOON' | 'EVENING' | 'NIGHT')[];
  /** 0 to 1; 0.5 of who said nothing. */
  priceSensitivity: number;
  socialPreference: number;
}

/**
 * Key: userId. Every consumer removes or pseudonymises what it keeps of this person, and tells `erasure.receipt` in the same transaction where
 * there is an `erasureId`. Told again, as another fact, as long as a receipt is missing.
 */
export interface UserErased {
  userId: string;
  erasureId?: string;
}

/** Key: userId. A person thinks of being erased: every other subgraph tells `erasure.foreseen`. Nothing changes. */
export interface ErasureAsked {
  erasureId: string;
  userId: string;
}

/** Key: organizationId. Sent when it is made and on every change of it. */
export interface OrganizationChanged {
  organizationId: string;
  version: number;
  name: string;
  slug: string;
  verified: boolean;
}

/** Key: organizationId. One person's role in an organisation changed; null when they left. `version` counts that membership's changes. */
export interface OrganizationMemberChanged {
  organizationId: string;
  version: number;
  userId: string;
  role: OrganizationRole | null;
}
