import { currencyDigits } from '@marquee/platform';
import { IntlMessageFormat } from 'intl-messageformat';
import type { NotificationType } from '../../generated/prisma/client';
import { german } from './notification-catalogue-de';
import { english } from './notification-catalogue-en';
import { spanish } from './notification-catalogue-es';
import { french } from './notification-catalogue-fr';
import type { Catalogue } from './notification-catalogue.types';
import { LANGUAGES, type Language } from '../preference/preference-language';
import type { NoteTexts } from './notification-notes';
import { VARIABLES, type ParametersOf, type Told, type Variable } from './notification-kinds';

export const CATALOGUES: Record<Language, Catalogue> = { EN: english, FR: french, DE: german, ES: spanish };
/** For dates and numbers. */
const LOCALES: Record<Language, string> = { EN: 'en-GB', FR: 'fr-FR', DE: 'de-DE', ES: 'es-ES' };

/** Who reads: without a language of their own in English, without a zone in UTC. */
export interface Reader {
  language: Language | null;
  timeZone: string | null;
}

/** A stored notification, as far as its text goes. */
export interface Rendered {
  type: NotificationType;
  parameters: unknown;
}

/** Names as they are now, by `nameKey`; what is not among them is not known, or not shown. */
export type Names = ReadonlyMap<string, string>;
export type NameKey = `${'person' | 'event' | 'organization' | 'announcement'}:${string}`;

interface Sentence {
  variables: ReadonlySet<string>;
  format: IntlMessageFormat;
}

const compile = (language: Language, text: string): Sentence => {
  // Plain text: `<` is no tag in it.
  const format = new IntlMessageFormat(text, LOCALES[language], undefined, { ignoreTag: true });
  return { variables: new Set(variablesOf(format.getAst())), format };
};

type Ast = ReturnType<IntlMessageFormat['getAst']>;

/** Every variable that a message names, also inside its choices. */
export function variablesOf(ast: Ast): string[] {
  return ast.flatMap((element) => [
    ...('value' in element && element.type !== 0 ? [String(element.value)] : []),
    ...('options' in element ? Object.values(element.options).flatMap((option) => variablesOf(option.value)) : []),
  ]);
}

/** Compiled once: a page has the same few kinds again and again. */
const compiled = Object.fromEntries(
  LANGUAGES.map((language) => {
    const kinds = Object.entries(CATALOGUES[language].kinds).map(([kind, { title, body }]) => {
      let texts: { title: Sentence; body: Sentence[] } | undefined;
      const make = () => ({ title: compile(language, title), body: body.map((sentence) => compile(language, sentence)) });
      return [kind, () => (texts ??= make())] as const;
    });
    return [language, Object.fromEntries(kinds)];
  }),
) as Record<Language, Record<NotificationType, () => { title: Sentence; body: Sentence[] }>>;

const isTold = (parameters: object): parameters is Told => 'told' in parameters;

/** Which names a text needs. */
export function nameKeysOf({ type, parameters }: Rendered): NameKey[] {
  const values = parameters as Record<string, unknown>;
  if (isTold(values)) return [];
  return Object.entries(VARIABLES[type] as Record<string, Variable>).flatMap(([name, variable]): NameKey[] => {
    const value = values[name];
    if (value === null || value === undefined) return [];
    if (variable === 'person') return [`person:${value as string}`];
    if (variable === 'announced') return [`announcement:${value as string}`];
    return variable === 'event' || variable === 'organization' ? [`${variable}:${(value as { id: string }).id}`] : [];
  });
}

/** The text in the reader's language. */
export function renderText({ type, parameters }: Rendered, reader: Reader, names: Names): { title: string; body: string } {
  if (isTold(parameters as object)) return (parameters as Told).told;
  const language = reader.language ?? 'EN';
  const values = valuesOf(type, parameters as ParametersOf<NotificationType>, { ...reader, language }, names);
  const { title, body } = compiled[language][type]();
  const said = ({ variables, format }: Sentence) => {
    if ([...variables].some((name) => values[name] == null)) return '';
    return String(format.format(values)).trim();
  };
  const { words } = CATALOGUES[language];
  return {
    title: beginningWell(said(title), words),
    body: body
      .map((sentence) => beginningWell(said(sentence), words))
      .filter((sentence) => sentence !== '')
      .join(' '),
  };
}

/** A word that stands for a name begins a sentence with a capital; names stay as people write them. */
function beginningWell(sentence: string, { person, event }: Catalogue['words']): string {
  const begins = [person, event].some((word) => sentence.startsWith(`${word} `));
  return begins ? sentence[0]!.toUpperCase() + sentence.slice(1) : sentence;
}

function valuesOf(
  type: NotificationType,
  parameters: object,
  reader: Reader & { language: Language },
  names: Names,
): Record<string, string | number | null> {
  const given = parameters as Record<string, unknown>;
  const { words } = CATALOGUES[reader.language];
  const spoken = (name: string, variable: Variable): string | number | null => {
    const value = given[name] ?? null;
    if (variable === 'person') return (value && names.get(`person:${value as string}`)) || words.person;
    if (value === null) return null;
    switch (variable) {
      case 'event': {
        const { id, title } = value as { id: string; title: string | null };
        return names.get(`event:${id}`) ?? title ?? words.event;
      }
      case 'organization': {
        const { id, name: told } = value as { id: string; name: string };
        return names.get(`organization:${id}`) ?? told;
      }
      case 'moment': {
        const { at, zone } = value as { at: string; zone: string | null };
        return momentIn(new Date(at), zone ?? reader.timeZone ?? 'UTC', reader.language);
      }
      case 'announced': {
        const texts = JSON.parse(names.get(`announcement:${value as string}`) ?? '{}') as Partial<Record<Language, Record<string, string>>>;
        return (texts[reader.language] ?? texts.EN)?.[name] ?? null;
      }
      case 'notes':
        return (given.noteTexts as NoteTexts | undefined)?.[reader.language] ?? (value as string);
      case 'money':
        return moneyIn(value as { amountMinor: number; currency: string }, reader.language);
      default:
        return value as string | number;
    }
  };
  return Object.fromEntries(Object.entries(VARIABLES[type] as Record<string, Variable>).map(([name, of]) => [name, spoken(name, of)]));
}

/** To make one takes as long as to use it a hundred times; there are as many as zones and languages. */
const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(language: Language, timeZone: string, style: 'date' | 'time'): Intl.DateTimeFormat {
  const key = `${language} ${timeZone} ${style}`;
  let format = formats.get(key);
  if (!format) {
    const options = style === 'date' ? ({ dateStyle: 'long' } as const) : ({ timeStyle: 'short' } as const);
    formats.set(key, (format = new Intl.DateTimeFormat(LOCALES[language], { ...options, timeZone })));
  }
  return format;
}

/** "21 November 2026 at 18:30 (America/Toronto)"; UTC for a zone that this machine does not know. */
function momentIn(instant: Date, zone: string, language: Language): string {
  const say = (timeZone: string) =>
    CATALOGUES[language].moment
      .replace('{date}', plain(formatOf(language, timeZone, 'date').format(instant)))
      .replace('{time}', plain(formatOf(language, timeZone, 'time').format(instant)))
      .replace('{zone}', timeZone);
  try {
    return say(zone);
  } catch {
    return say('UTC');
  }
}

/** Minor units in the digits that the currency has: 1050 CAD is CAD 10.50, 500 JPY is JPY 500. */
function moneyIn({ amountMinor, currency }: { amountMinor: number; currency: string }, language: Language): string {
  const digits = currencyDigits(currency);
  const options = { style: 'currency', currencyDisplay: 'code', minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
  return plain(new Intl.NumberFormat(LOCALES[language], { ...options, currency }).format(amountMinor / 10 ** digits));
}

/** Texts are plain: the spaces of `Intl` that do not break are spaces. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');
