/** Longer than any exhibition; beyond it an end is a typing error. The same for what people write and what importers bring. */
export const MAX_LENGTH_DAYS = 730;
