export const IMAGE_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const;

/** How long the address of an upload is good. */
export const UPLOAD_LASTS_MS = 15 * 60_000;
/** When an upload that nobody handed over is deleted: after the last that can still be on its way. */
export const UPLOAD_DELETED_MS = 60 * 60_000;
/** How long a picture is kept that no event has. */
export const UNUSED_MS = 24 * 60 * 60_000;
/** The rows say how many were sent in a day, and why one was refused. */
export const ROW_KEPT_MS = 24 * 60 * 60_000;
export const MOST_IN_GALLERY = 20;
