/** The kind of long work. */
export const DECIDE_BATCH = 'decide-batch';
