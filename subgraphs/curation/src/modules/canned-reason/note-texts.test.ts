import { inLanguage, saidOf, translationsOf } from './note-texts';

const canned = { id: 'c', texts: { en: 'Say when it begins.', de: 'Sag, wann es beginnt.' }, fallback: 'en' };

describe('what is written to an author', () => {
  it('is in their language where the canned reason has it, with what the curator adds', () => {
    const said = saidOf(canned, 'At the door, too.');
    expect(said).toEqual({
      notes: 'Say when it begins.\n\nAt the door, too.',
      noteTexts: { en: 'Say when it begins.\n\nAt the door, too.', de: 'Sag, wann es beginnt.\n\nAt the door, too.' },
      cannedReasonId: 'c',
    });
    expect(inLanguage(said.notes, said.noteTexts, 'DE')).toBe('Sag, wann es beginnt.\n\nAt the door, too.');
    for (const language of ['fr', null, undefined, 'constructor'])
      expect(inLanguage(said.notes, said.noteTexts, language)).toBe(said.notes);
  });

  it('is the canned reason alone, the curator’s own words alone, or nothing', () => {
    expect(saidOf(canned, null).notes).toBe('Say when it begins.');
    expect(saidOf(null, 'No.')).toEqual({ notes: 'No.' });
    expect(saidOf(null, '')).toEqual({ notes: null });
  });

  it('is no translation of other words: a later decision has its own', () => {
    const { noteTexts } = saidOf(canned, null);
    expect(inLanguage('Something else.', noteTexts, 'de')).toBe('Something else.');
    expect(inLanguage(null, noteTexts, 'de')).toBeNull();
    expect([translationsOf('Something else.', noteTexts), translationsOf(null, noteTexts), translationsOf('No.', null)]).toEqual([
      {},
      {},
      {},
    ]);
    expect(translationsOf('Say when it begins.', noteTexts)).toEqual({ noteTexts: canned.texts });
  });
});
