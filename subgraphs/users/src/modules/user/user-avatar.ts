import type { FileStore } from '@marquee/platform';
import type { User as UserRow } from '../../generated/prisma/client';

/** Where a person's picture is: the file that they uploaded, or the address that they gave; null without one. */
export const avatarAddress = (
  { avatarKey, avatarUrl }: Pick<UserRow, 'avatarKey' | 'avatarUrl'>,
  files: Pick<FileStore, 'publicUrl'>,
): string | null => (avatarKey === null ? avatarUrl : files.publicUrl(avatarKey));
