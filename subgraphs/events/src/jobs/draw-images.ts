import type { Job } from '../context';

/** Draws the pictures that were handed over, one after the other. */
export const drawImages: Job = {
  name: 'draw-images',
  everyMs: 2_000,
  async run({ kept: { imageDrawing }, change }) {
    await imageDrawing?.turn(change);
  },
};
