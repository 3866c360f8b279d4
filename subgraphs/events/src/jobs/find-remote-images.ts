import type { Job } from '../context';
import { wantRemoteImages } from '../modules/image/image-upkeep.store';

const BATCH = 500;

/** Finds pictures of published events that lie elsewhere and that nobody has fetched; `draw-images` does. */
export const findRemoteImages: Job = {
  name: 'find-remote-images',
  everyMs: 300_000,
  async run({ kept: { imageDrawing, imageSource }, change }) {
    if (imageDrawing && imageSource) await change((step) => wantRemoteImages(step, BATCH));
  },
};
