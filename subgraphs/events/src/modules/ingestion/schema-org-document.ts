/** Types of schema.org that are events; an importer meets all of them. https://schema.org/Event */
const EVENT_TYPE = /^(https?:\/\/schema\.org\/)?([A-Z]\w*)?(Event|Festival|Hackathon|CourseInstance|EventSeries)$/;

/** Most records one document may hold; larger calendars are imported in parts. */
export const MAX_RECORDS = 5_000;

export class UnreadableDocument extends Error {
  override name = 'UnreadableDocument';
}

/**
 * The event records of a JSON-LD document: one object, an array, an `@graph`, or an ItemList. What is in there and no event (a page's
 * breadcrumb, an organisation) is left out. Records keep their order.
 *
 * @throws UnreadableDocument with a message for the person who sent it
 */
export function eventRecords(text: string): Record<string, unknown>[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new UnreadableDocument(`The document is not valid JSON: ${(error as Error).message}`);
  }
  const records = flatten(document).filter(isEvent);
  if (records.length === 0) throw new UnreadableDocument('The document holds no schema.org Event.');
  if (records.length > MAX_RECORDS)
    throw new UnreadableDocument(`The document holds ${records.length} events; import at most ${MAX_RECORDS} at once.`);
  return records;
}

function flatten(node: unknown): Record<string, unknown>[] {
  if (Array.isArray(node)) return node.flatMap(flatten);
  if (!node || typeof node !== 'object') return [];
  const record = node as Record<string, unknown>;
  if (Array.isArray(record['@graph'])) return flatten(record['@graph']);
  if (Array.isArray(record.itemListElement))
    return record.itemListElement.flatMap((element) => flatten((element as { item?: unknown })?.item ?? element));
  return [record];
}

function isEvent(record: Record<string, unknown>): boolean {
  const types = Array.isArray(record['@type']) ? record['@type'] : [record['@type']];
  return types.some((type) => typeof type === 'string' && EVENT_TYPE.test(type));
}
