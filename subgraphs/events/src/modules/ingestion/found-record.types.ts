/** A record as a document tells it, in the words of schema.org, whatever format the document has. */
export interface FoundRecord {
  record: Record<string, unknown>;
  /** Where it begins in the document, from 1; null where that cannot be told. */
  line: number | null;
  /** What the document tells of it that the record has no words for. */
  dropped: string[];
  /** What was mended or assumed on the way. */
  notes: string[];
}

/** Events that repeat are told one by one where they start in between. */
export interface Window {
  from: Date;
  until: Date;
}
