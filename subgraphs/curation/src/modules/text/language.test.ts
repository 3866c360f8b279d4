import { languageOf } from './language';

describe('the language of a text', () => {
  it('is known by its common words', () => {
    expect(languageOf('Join us for an evening with the quartet; it is free and you are welcome.')).toBe('en');
    expect(languageOf('Une soirée avec les musiciens du quartier, pour vous et vos amis dans le parc.')).toBe('fr');
    expect(languageOf('Ein Abend mit Musik und Tee, für alle, die nicht schlafen wollen.')).toBe('de');
    expect(languageOf('Una noche con los músicos del barrio, para todos y por su amistad.')).toBe('es');
  });

  it('is nothing where too little says so, or two languages do', () => {
    for (const text of ['', 'Jazz 2026', 'the', '会いましょう', 'the and der und']) expect(languageOf(text)).toBeNull();
  });
});
