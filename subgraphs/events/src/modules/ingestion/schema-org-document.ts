import { lineOf, markLines, putOnLine } from './json-lines';
import { isNode, list, termOf, typesOf, type Node } from './schema-org-values';

/** Types of schema.org that are events; an importer meets all of them. https://schema.org/Event */
const EVENT_TYPE = /^([A-Z]\w*)?(Event|Festival|Hackathon|CourseInstance|EventSeries)$/;

/** Most records one document may hold; larger calendars are imported in parts. */
export const MAX_RECORDS = 5_000;
/** Deeper than any page nests; what lies below is left out. */
const MAX_DEPTH = 40;

export class UnreadableDocument extends Error {
  override name = 'UnreadableDocument';
}

/**
 * The event records of a JSON-LD document: one object, an array, an `@graph`, an ItemList, or the `event` of a place, an organisation or a
 * band. Property names lose the prefix of schema.org, and references by `@id` within the document are followed. What is in there and no
 * event (a page's breadcrumb, an organisation) is left out. Records keep their order.
 *
 * @throws UnreadableDocument with a message for the person who sent it
 */
export function eventRecords(text: string): Node[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new UnreadableDocument(`The document is not valid JSON: ${(error as Error).message}`);
  }
  markLines(text, document);
  return recordsOfNodes(document);
}

/** The event records of a document that was read as JSON already. */
export function recordsOfNodes(document: unknown): Node[] {
  const plain = withoutPrefixes(document, prefixesOf(document), 0);
  const byId = new Map<string, Node>();
  indexNodes(plain, byId);
  const records = collect(plain, {}).map((record) => followed(record, byId));
  if (records.length === 0) throw new UnreadableDocument('The document holds no schema.org Event.');
  if (records.length > MAX_RECORDS)
    throw new UnreadableDocument(`The document holds ${records.length} events; import at most ${MAX_RECORDS} at once.`);
  return records;
}

/** Where events hang on something that is none. */
const CONTAINERS = ['@graph', 'itemListElement', 'item', 'mainEntity', 'event', 'events'];
const PARTS = ['subEvent', 'subEvents'];

/** `inherited`: what the node around tells about its events, where they do not tell it themselves. */
function collect(node: unknown, inherited: Node): Node[] {
  if (Array.isArray(node)) return node.flatMap((item) => collect(item, inherited));
  if (!isNode(node)) return [];
  if (!typesOf(node).some((type) => EVENT_TYPE.test(type))) {
    const told = { ...inherited, ...toldBy(node) };
    return CONTAINERS.flatMap((name) => collect(node[name], told));
  }
  const { [PARTS[0]!]: one, [PARTS[1]!]: other, ...rest } = node;
  const record = { ...inherited, ...rest };
  const { location, organizer } = record;
  const parts = [one, other].flatMap((part) => collect(part, { ...(location ? { location } : {}), ...(organizer ? { organizer } : {}) }));
  // A series that has no time of its own is its events.
  return parts.length > 0 && !record.startDate ? parts : [record, ...parts];
}

function toldBy(node: Node): Node {
  const types = typesOf(node);
  const { event: _event, events: _events, ...itself } = node;
  if (types.some((type) => /(Organization|Corporation|NGO)$/.test(type))) return { organizer: itself };
  if (types.some((type) => /(Group|Team|Person)$/.test(type))) return { performer: itself };
  return isNode(node.address) || isNode(node.geo) || types.includes('Place') ? { location: itself } : {};
}

const PREFIXED = /^(https?:\/\/(www\.)?schema\.org\/|schema:)/i;

/** Prefixes that the document's own context gives to schema.org, such as `s:`. */
function prefixesOf(document: unknown): string[] {
  const contexts = list(document).flatMap((node) => (isNode(node) ? list(node['@context']) : []));
  return contexts
    .filter(isNode)
    .flatMap((context) => Object.entries(context))
    .flatMap(([prefix, value]) => (typeof value === 'string' && /^https?:\/\/(www\.)?schema\.org\/?$/i.test(value) ? [`${prefix}:`] : []));
}

function withoutPrefixes(value: unknown, prefixes: readonly string[], depth: number): unknown {
  if (depth > MAX_DEPTH) return null;
  if (Array.isArray(value)) return value.map((item) => withoutPrefixes(item, prefixes, depth + 1));
  if (!isNode(value)) return value;
  const bare = (text: string) => {
    const prefix = prefixes.find((own) => text.startsWith(own));
    return prefix ? text.slice(prefix.length) : text.replace(PREFIXED, '');
  };
  const entries = Object.entries(value)
    .filter(([name]) => name !== '@context')
    .map(([name, part]): [string, unknown] => [
      bare(name),
      name === '@type'
        ? list(part).map((type) => (typeof type === 'string' ? bare(type) : termOf(type)))
        : withoutPrefixes(part, prefixes, depth + 1),
    ]);
  return withLine(Object.fromEntries(entries), value);
}

/** On the line of what it was made from. */
function withLine(node: Node, from: Node): Node {
  const line = lineOf(from);
  return line === null ? node : putOnLine(node, line);
}

function indexNodes(value: unknown, found: Map<string, Node>): void {
  if (Array.isArray(value)) for (const item of value) indexNodes(item, found);
  if (!isNode(value)) return;
  const id = value['@id'];
  if (typeof id === 'string' && Object.keys(value).length > 1 && !found.has(id)) found.set(id, value);
  for (const part of Object.values(value)) if (typeof part === 'object') indexNodes(part, found);
}

/** With what its properties only name by `@id` put in its place. */
function followed(record: Node, byId: ReadonlyMap<string, Node>): Node {
  const follow = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(follow);
    if (!isNode(value) || typeof value['@id'] !== 'string' || Object.keys(value).length > 1) return value;
    const { event: _event, events: _events, ...found } = byId.get(value['@id']) ?? value;
    return found;
  };
  return withLine(Object.fromEntries(Object.entries(record).map(([name, value]) => [name, follow(value)])), record);
}
