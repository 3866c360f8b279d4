import { exportReadyIn } from '../export/export-letters';
import { identityLettersIn } from '../identity/identity-letters';
import { LANGUAGES, type Language } from '../preference/preference-language';
import { erasureLettersIn } from './erasure-letters';

const LINK = 'https://web.example/x';
const DAY = new Date('2026-12-14T10:00:00Z');

const written = (language: Language | null) => {
  const erasure = erasureLettersIn(language);
  return {
    confirmed: erasure.confirmed('ada', DAY, LINK),
    soon: erasure.soon('ada', DAY, LINK),
    cancelled: erasure.cancelled('ada'),
    done: erasure.done(LINK),
    linked: identityLettersIn(language).linked('ada', 'Google'),
    unlinked: identityLettersIn(language).unlinked('ada', 'Google'),
    exported: exportReadyIn(language)('ada', DAY, LINK),
  };
};
type Name = keyof ReturnType<typeof written>;

describe.each(LANGUAGES)('what is written of erasures, exports and linked accounts in %s', (language) => {
  const english = written(null);
  it.each(Object.keys(english) as Name[])('%s names the account and the day, and has its link', (name) => {
    const { subject, paragraphs, link } = written(language)[name];
    if (name !== 'done') expect(paragraphs[0]).toContain(' ada ');
    if (['confirmed', 'soon', 'exported'].includes(name)) expect(paragraphs[0]).toMatch(/14.*2026 \(UTC\)/);
    expect(paragraphs.length).toBe(english[name].paragraphs.length);
    expect(link?.url).toBe(english[name].link?.url);
    if (language !== 'EN') expect(subject).not.toBe(english[name].subject);
  });
});
