import type { Language } from '../preference/preference-language';

/** A day as letters write it, by UTC: `14 December 2026 (UTC)`. */
export const longDay = (date: Date, language: Language): string =>
  `${new Intl.DateTimeFormat(language === 'EN' ? 'en-GB' : language.toLowerCase(), { dateStyle: 'long', timeZone: 'UTC' }).format(date)} (UTC)`;
