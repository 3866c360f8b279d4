import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { SettingsError, z } from '@marquee/platform';
import type { TrustedDocument } from './trusted-documents';

/** The format of Apollo's generate-persisted-query-manifest. */
const apolloManifest = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  operations: z.array(z.object({ id: z.string(), body: z.string() })),
});

/** The format of graphql-codegen's client preset (persisted-documents.json): texts by their hashes. */
const clientPreset = z.record(z.string(), z.string());

/**
 * Reads trusted documents from a file or a folder with files: .graphql with one document each, called by its SHA-256, and .json, the
 * manifests of Apollo's clients and of graphql-codegen's client preset. Throws SettingsError.
 */
export function readTrustedDocuments(path: string): TrustedDocument[] {
  let files: string[];
  try {
    files = statSync(path).isDirectory()
      ? readdirSync(path, { recursive: true, encoding: 'utf8' })
          .map((name) => join(path, name))
          .filter((name) => ['.graphql', '.gql', '.json'].includes(extname(name)))
          .sort()
      : [path];
    return files.flatMap(readOne);
  } catch (error) {
    if (error instanceof SettingsError) throw error;
    throw new SettingsError(`TRUSTED_DOCUMENTS: ${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`);
  }
}

function readOne(file: string): TrustedDocument[] {
  const text = readFileSync(file, 'utf8');
  return extname(file) === '.json' ? manifestDocuments(text, file) : [text];
}

export function manifestDocuments(text: string, file: string): TrustedDocument[] {
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch {
    throw new SettingsError(`TRUSTED_DOCUMENTS: ${file} is not valid JSON.`);
  }
  const apollo = apolloManifest.safeParse(manifest);
  if (apollo.success) return apollo.data.operations.map(({ id, body }) => ({ id, text: body }));
  const preset = clientPreset.safeParse(manifest);
  if (preset.success) return Object.entries(preset.data).map(([id, document]) => ({ id, text: document }));
  throw new SettingsError(
    `TRUSTED_DOCUMENTS: ${file} is neither a manifest of Apollo's clients nor one of graphql-codegen's client preset.`,
  );
}
