import type { ImageRow } from './image.types';

/** What the pixels of a picture tell, once it can be shown. */
export const imageExamined = (image: ImageRow) => ({
  topic: 'image.examined' as const,
  key: image.id,
  payload: {
    imageId: image.id,
    version: image.version,
    address: image.address!,
    width: image.width!,
    height: image.height!,
    sharpness: image.sharpness!,
    exposure: image.exposure!,
    quality: image.quality!,
  },
});
