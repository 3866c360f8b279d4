import { createHash } from 'node:crypto';

/** What a subject says, part by part. */
export type Evidence = Readonly<Record<string, string>>;

/** The same parts have the same hash, in whatever order. */
export const evidenceHash = (evidence: Evidence): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(evidence).sort(([one], [other]) => (one < other ? -1 : 1))))
    .digest('base64url');

/** As it is shown; null when there is none. */
export const evidenceParts = (stored: unknown): { name: string; text: string }[] | null =>
  stored ? Object.entries(stored as Evidence).map(([name, text]) => ({ name, text })) : null;
