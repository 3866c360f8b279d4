import { deleteFiles } from '@marquee/platform';
import type { Job } from '../context';

/** Deletes files whose time is up: exports of rooms, and what a crash left. */
export const deleteUnusedFiles: Job = {
  name: 'delete-unused-files',
  everyMs: 60_000,
  async run({ kept: { files, logger }, change }) {
    if (files) await deleteFiles({ files, logger }, change);
  },
};
