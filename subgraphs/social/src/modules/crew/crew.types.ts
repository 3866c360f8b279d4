/** Around what crews are looked for. */
export type AroundWhat = { kind: 'EVENT' | 'VENUE'; id: string } | { kind: 'AREA'; latitude: number; longitude: number; radiusKm: number };

/** A crew that asks for feedback, as somebody meets it who was in it. */
export interface FeedbackView {
  groupId: string;
  groupName: string;
  openUntil: Date;
}

/** Somebody whom the viewer met in a crew, and what they said of them. */
export interface CompanionView {
  userId: string;
  wouldMeetAgain: boolean | null;
}
