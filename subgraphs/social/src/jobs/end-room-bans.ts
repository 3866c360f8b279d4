import type { Job } from '../context';
import { bansRunOut, endBan } from '../modules/room/room-ban.store';

/** Lets those back into the rooms of events whose ban has run out. */
export const endRoomBans: Job = {
  name: 'end-room-bans',
  everyMs: 60_000,
  async run({ change }) {
    for (const ban of await change(bansRunOut)) await change((step) => endBan(step, ban));
  },
};
