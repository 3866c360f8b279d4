/**
 * How many people somebody may invite within an hour, to events and to their teams together. Who never had an event that was published is
 * new here, and puts less before others.
 */
export const invitationsAnHour = (hasPublished: boolean): number => (hasPublished ? 500 : 50);
