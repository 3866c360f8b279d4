import type { Image, ImageFile } from '../../generated/prisma/client';

export type ImageRow = Image;
export type RenditionRow = ImageFile;

/** An upload as its person sees it. */
export interface UploadView {
  id: string;
  url: string;
  method: string;
  headers: { name: string; value: string }[];
  expiresAt: Date;
}

/** Which pictures an event has: the columns. */
export interface Pictures {
  imageUrl: string | null;
  galleryIds: string[];
  videoPosterId: string | null;
}
