/** When a claim that is made anew ends: what is one's own already is not cut short. */
export const later = (ends: Date, present: Date | null): Date => (present !== null && present > ends ? present : ends);
