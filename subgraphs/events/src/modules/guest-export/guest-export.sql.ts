/** The kind of long work. */
export const EXPORT_GUESTS = 'export-guests';
