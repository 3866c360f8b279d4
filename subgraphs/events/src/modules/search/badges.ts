/** What an event can earn, as curation gives it. */
export const EVENT_BADGES = ['CURATORS_PICK', 'DETAILED_LISTING', 'COMMUNITY_FAVOURITE'] as const;
