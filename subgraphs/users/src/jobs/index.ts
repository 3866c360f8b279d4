import type { Job } from '../context';
import { deleteUnusedFiles } from './delete-unused-files';
import { forgetOldSignIns } from './forget-old-sign-ins';
import { rotateSigningKeys } from './rotate-signing-keys';

/** Work that is due again and again, one file each. */
export const jobs: readonly Job[] = [rotateSigningKeys, forgetOldSignIns, deleteUnusedFiles];
