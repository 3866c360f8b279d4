import { byId, manyBy, rowsOf } from '@marquee/platform';
import type { Kept } from '../../kept';
import type { ImageRow, RenditionRow } from './image.types';

const imagesById = rowsOf<ImageRow>('Image', `id = ANY($1::uuid[]) AND state <> 'GONE'`);
const imagesByHash = rowsOf<ImageRow>('Image', `address_hash = ANY($1::text[]) AND state = 'READY'`);
const filesByImage = rowsOf<RenditionRow>('ImageFile', 'image_id = ANY($1::uuid[]) ORDER BY use, width, format, key');

export const imageLoaders = ({ db }: Kept) => ({
  /** In whatever state but deleted; says nothing of rights. */
  imageById: byId(
    (ids: readonly string[]) => imagesById(db, [ids]),
    (image) => image.id,
  ),
  /** What can be shown of the picture at an address, by its hash. */
  imageByAddressHash: byId(
    (hashes: readonly string[]) => imagesByHash(db, [hashes]),
    (image) => image.addressHash!,
  ),
  renditionsByImageId: manyBy(
    (ids: readonly string[]) => filesByImage(db, [ids]),
    (file) => file.imageId,
  ),
});
