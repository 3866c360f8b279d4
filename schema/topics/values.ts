export type Visibility = 'PUBLIC' | 'FRIENDS' | 'PRIVATE';
export type EventVisibility = 'PUBLIC' | 'GROUP_ONLY' | 'PRIVATE';
export type EventStatus = 'DRAFT' | 'PENDING_REVIEW' | 'NEEDS_REVISION' | 'REJECTED' | 'PUBLISHED' | 'CANCELLED' | 'COMPLETED';
export type AttendanceStatus = 'INTERESTED' | 'GOING' | 'MAYBE' | 'NOT_GOING' | 'WAITLISTED' | 'PENDING_APPROVAL' | 'CANCELLED';
export type CurationStatus = 'PENDING' | 'IN_REVIEW' | 'APPROVED' | 'NEEDS_REVISION' | 'REJECTED' | 'FLAGGED' | 'APPEALED';
export type Role = 'user' | 'curator' | 'moderator' | 'admin';
export interface MoneyPayload {
  /** Integer minor units (cents). */
  amountMinor: number;
  /** ISO 4217. */
  currency: string;
}
export interface PlacePayload {
  latitude: number;
  longitude: number;
}
