import { deleteFiles } from '@marquee/platform';
import type { Job } from '../context';
import { UPLOAD_FORGOTTEN_MS } from '../modules/avatar/avatar-limits';

/** Deletes files that were replaced or discarded, or that nobody took: also those that a crash or a store that was away left. */
export const deleteUnusedFiles: Job = {
  name: 'delete-unused-files',
  everyMs: 60_000,
  async run({ kept, change }) {
    await deleteFiles(kept, change);
    await change(({ tx, now }) =>
      tx.avatarUpload.deleteMany({ where: { createdAt: { lt: new Date(now.getTime() - UPLOAD_FORGOTTEN_MS) } } }),
    );
  },
};
