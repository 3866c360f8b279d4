/** The scope of a venue that everybody may know; any other is the id of the person whose private place it is. */
export const SHARED = 'shared';
