import { Keyset } from '@marquee/platform';

export const latestFirst = new Keyset('announcements', { createdAt: 'time', id: 'id' }, 'greatest first');
export const byAttendanceId = new Keyset('noShows', { id: 'id' }, 'least first');
