import type { Job } from '../context';
import { forgetRow, forgetUnusedImages, holdersOf, takeOut } from '../modules/image/image-upkeep.store';
import { nextToForget } from '../modules/image/image.sql';

const BATCH = 50;

/** Takes deleted pictures out of their events, an event a change, and deletes those that nothing has had for a day. */
export const forgetImages: Job = {
  name: 'forget-images',
  everyMs: 5_000,
  async run({ change }) {
    await change(forgetUnusedImages);
    const gone = await change(({ tx, now }) => tx.$queryRaw<{ id: string; address: string | null }[]>(nextToForget(now, BATCH)));
    for (const image of gone) {
      const events = await change((step) => holdersOf(step, image.id, image.address));
      for (const eventId of events) await change((step) => takeOut(step, eventId, image));
      await change((step) => forgetRow(step, image.id));
    }
  },
};
