import { Keyset } from '@marquee/platform';

export const byEntryId = new Keyset('lotteryEntries', { id: 'id' }, 'least first');
