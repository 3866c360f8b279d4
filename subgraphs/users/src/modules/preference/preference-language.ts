/** The languages in which the platform speaks. */
export type Language = 'EN' | 'FR' | 'DE' | 'ES';

export const LANGUAGES: readonly Language[] = ['EN', 'FR', 'DE', 'ES'];
