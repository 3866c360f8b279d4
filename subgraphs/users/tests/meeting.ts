import { meetingOf } from '@marquee/platform/testing';

/** How many requests meet: fewer than the pool has connections. */
export const MEETING = 5;

/** Waits until so many are here at the same moment before any goes on. */
export const meeting = () => meetingOf(MEETING);
