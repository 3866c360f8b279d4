import { byId, byKey, manyBy, rowsOf } from '@marquee/platform';
import type { Kept } from '../../kept';
import type { ImageRow, RenditionRow } from './image.types';

const imagesById = rowsOf<ImageRow>('Image', `id = ANY($1::uuid[]) AND state <> 'GONE'`);
const imagesShown = rowsOf<ImageRow>('Image', `(id = ANY($1::uuid[]) OR address_hash = ANY($2::text[])) AND state = 'READY'`);
const filesByImage = rowsOf<RenditionRow>('ImageFile', 'image_id = ANY($1::uuid[]) ORDER BY use, width, format, key');

type ShownKey = { id: string } | { addressHash: string };

export const imageLoaders = ({ db }: Kept) => ({
  /** In whatever state but deleted; says nothing of rights. */
  imageById: byId(
    (ids: readonly string[]) => imagesById(db, [ids]),
    (image) => image.id,
  ),
  /** What can be shown: covers by the hash of their address, all others by their id. One question for both. */
  imageShown: byKey<ShownKey, ImageRow | null>(
    async (keys) => {
      const ids = keys.flatMap((key) => ('id' in key ? [key.id] : []));
      const hashes = keys.flatMap((key) => ('addressHash' in key ? [key.addressHash] : []));
      const rows = await imagesShown(db, [ids, hashes]);
      return new Map(rows.flatMap((row) => [[row.id, row] as const, ...(row.addressHash ? [[row.addressHash, row] as const] : [])]));
    },
    (key) => ('id' in key ? key.id.toLowerCase() : key.addressHash),
    null,
  ),
  renditionsByImageId: manyBy(
    (ids: readonly string[]) => filesByImage(db, [ids]),
    (file) => file.imageId,
  ),
});
