import { cleanLine, shorten } from './text';

/** A node of a JSON-LD document. */
export type Node = Record<string, unknown>;

export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === null || value === undefined ? [] : [value]);
export const first = (value: unknown): unknown => list(value)[0];
export const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

const LANGUAGE_TAG = /^([a-z]{2,3}(-[A-Za-z0-9]{1,8})*|@none)$/;
const isEnglish = (tag: string): boolean => /^en(-|$)/.test(tag);

/**
 * The text of a literal in any shape that JSON-LD has for one: a string, a number, `{"@value"}`, a language map, or a list of those. Of
 * several languages English, else the first; empty where there is no text.
 */
export function words(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  if (Array.isArray(value)) {
    const english = value.find((item) => isNode(item) && isEnglish(languageOf(item)) && scalar(item['@value']));
    return words(english ?? value.find((item) => !Array.isArray(item) && words(item).trim()));
  }
  if (!isNode(value)) return '';
  if ('@value' in value) return scalar(value['@value']);
  const tags = Object.keys(value);
  if (tags.length === 0 || !tags.every((tag) => LANGUAGE_TAG.test(tag))) return '';
  const chosen = value[tags.find(isEnglish) ?? tags[0]!];
  return scalar(Array.isArray(chosen) ? chosen[0] : chosen);
}

const languageOf = (node: Node): string => (typeof node['@language'] === 'string' ? node['@language'] : '');
const scalar = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? words(value) : '');

/** All texts of a value that may be a list. */
export const allWords = (value: unknown): string[] =>
  Array.isArray(value) && !value.some((item) => isNode(item) && '@language' in item) ? value.map(words) : [words(value)];

const SCHEMA = /^(https?:\/\/(www\.)?schema\.org\/|schema:)/i;

/** The name of a term of schema.org without its prefix: `EventCancelled` of `https://schema.org/EventCancelled`. */
export const termOf = (value: unknown): string => {
  const item = first(value);
  const written = isNode(item) && typeof item['@id'] === 'string' ? item['@id'] : words(item);
  return written.trim().replace(SCHEMA, '');
};

/** The types of a node, without the prefix of schema.org. */
export const typesOf = (node: Node): string[] => list(node['@type']).map(termOf);

export const hasType = (value: unknown, type: string): boolean => isNode(value) && typesOf(value).includes(type);

/** `true`, `"True"`, `"https://schema.org/True"`: publishers write all of them. */
export const isTrue = (value: unknown): boolean => first(value) === true || /^(true|yes)$/i.test(termOf(value));

/** A web address as browsers would send it (spaces encoded), or null. Of a node its `url`, `contentUrl` or `@id`. */
export function webAddress(value: unknown): string | null {
  const item = first(value);
  const address = (isNode(item) ? words(item.url) || words(item.contentUrl) || words(item['@value'] ?? item['@id']) : words(item)).trim();
  if (!address || address.length > 2_048 || !URL.canParse(address)) return null;
  const parsed = new URL(address);
  return (parsed.protocol === 'https:' || parsed.protocol === 'http:') && parsed.href.length <= 2_048 ? parsed.href : null;
}

/** What was written, short enough for a message. */
export const quoted = (value: unknown): string => shorten(cleanLine(words(value)), 40);
