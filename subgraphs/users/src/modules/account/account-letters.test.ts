import { factorLettersIn } from '../factor/factor-letters';
import { LANGUAGES } from '../preference/preference-language';
import { lettersIn } from './account-letters';

describe.each(LANGUAGES)('what is written to people in %s', (language) => {
  const written = { ...lettersIn(language), ...factorLettersIn(language) };
  const english = { ...lettersIn(null), ...factorLettersIn(null) };

  it.each(Object.keys(written) as (keyof typeof written)[])('%s names the account, and has its link', (name) => {
    const { subject, paragraphs, link } = written[name]('ada', 'https://web.example/x');
    expect(paragraphs[0]).toContain(' ada ');
    expect(paragraphs.length).toBe(english[name]('ada', '').paragraphs.length);
    expect(link?.url).toBe(english[name]('ada', 'https://web.example/x').link?.url);
    if (language !== 'EN') expect(subject).not.toBe(english[name]('ada', '').subject);
  });
});
