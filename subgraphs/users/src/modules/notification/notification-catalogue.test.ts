import { IntlMessageFormat } from 'intl-messageformat';
import { LANGUAGES } from '../preference/preference-language';
import { VARIABLES, type Variable } from './notification-kinds';
import { CATALOGUES, renderText, variablesOf } from './notification-text';

type Ast = ReturnType<IntlMessageFormat['getAst']>;

const kinds = Object.keys(VARIABLES) as (keyof typeof VARIABLES)[];
const ANNOUNCED = JSON.stringify({ EN: { title: 'News', body: 'Words.' } });
const variablesOfKind = (kind: keyof typeof VARIABLES) => VARIABLES[kind] as Record<string, Variable>;
const astOf = (text: string) => new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst();

/** Each choice in a message: the variable and its words, but `other`. */
const choicesOf = (ast: Ast): [string, string[]][] =>
  ast.flatMap((element) => {
    if (!('options' in element)) return [];
    const inner = Object.values(element.options).flatMap((option) => choicesOf(option.value));
    const words = Object.keys(element.options).filter((word) => word !== 'other');
    return 'pluralType' in element ? inner : [[String(element.value), words] as [string, string[]], ...inner];
  });

/** Values of each kind of variable, for a text that is whole. */
const sample = (variable: Variable, choice = 0): unknown => {
  if (typeof variable !== 'string') return variable[choice % variable.length];
  const values: Record<string, unknown> = {
    person: 'p', event: { id: 'e', title: 'Jazz' }, organization: { id: 'o', name: 'House' }, text: 'words', notes: 'words', count: choice, announced: 'a',
    moment: { at: '2026-11-22T00:30:00Z', zone: 'Europe/Berlin' }, money: { amountMinor: 1050, currency: 'EUR' },
  }; // prettier-ignore
  return values[variable];
};

describe.each(LANGUAGES)('the catalogue %s', (language) => {
  const { kinds: texts } = CATALOGUES[language];

  it('has a title and a body for every kind, and none for another', () => {
    expect(Object.keys(texts).sort()).toEqual([...kinds].sort());
    for (const kind of kinds) expect([texts[kind].title.length > 0, texts[kind].body.length > 0]).toEqual([true, true]);
  });

  it.each(kinds)('%s names all its variables, and none that it does not have', (kind) => {
    const named = [texts[kind].title, ...texts[kind].body].flatMap((text) => variablesOf(astOf(text)));
    // The name of a person or an event may stand in the title alone, or in the body alone; what is told must be somewhere.
    expect([...new Set(named)].sort()).toEqual(Object.keys(variablesOfKind(kind)).sort());
  });

  it.each(kinds)('%s chooses among words that there are', (kind) => {
    for (const [name, words] of [texts[kind].title, ...texts[kind].body].flatMap((text) => choicesOf(astOf(text)))) {
      const variable = variablesOfKind(kind)[name];
      expect(typeof variable === 'string' ? [name] : words.filter((word) => !variable!.includes(word))).toEqual([]);
    }
  });

  it.each(kinds)('%s makes a whole text of every choice', (kind) => {
    for (let choice = 0; choice < 5; choice++) {
      const parameters = Object.fromEntries(Object.entries(variablesOfKind(kind)).map(([name, of]) => [name, sample(of, choice)]));
      const { title, body } = renderText(
        { type: kind, parameters },
        { language, timeZone: null },
        new Map([
          ['person:p', 'Ada'],
          ['announcement:a', ANNOUNCED],
        ]),
      );
      for (const text of [title, body]) {
        expect(text).not.toMatch(/[{}]|undefined|null|\s{2}|^\s|\s$|^$/);
      }
    }
  });
});
