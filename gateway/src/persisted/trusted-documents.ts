import { createHash } from 'node:crypto';
import type { Caller } from '@marquee/platform';

/** A document that whoever runs the gateway trusts: its text, called by its SHA-256 or by the id that a client's build gave it. */
export type TrustedDocument = string | { readonly id: string; readonly text: string };

/** Who may send nothing but trusted documents: everybody, nobody, or clients by the name they send along. */
export type HeldToTrusted = 'everybody' | 'nobody' | readonly string[];

/**
 * Names say what a client claims to be: holding clients by name to the list finds mistakes in one's own apps, and stops nobody who means
 * harm. Only `everybody` does.
 */
export class TrustedDocuments {
  private readonly byId = new Map<string, string>();
  private readonly texts = new Set<string>();
  private readonly held: 'everybody' | 'nobody' | ReadonlySet<string>;

  constructor(documents: readonly TrustedDocument[], held: HeldToTrusted) {
    for (const document of documents) {
      const text = typeof document === 'string' ? document : document.text;
      this.texts.add(text);
      this.byId.set(sha256(text), text);
      if (typeof document !== 'string') this.byId.set(withoutAlgorithm(document.id), text);
    }
    this.held = typeof held === 'string' ? held : new Set(held);
  }

  find(id: string): string | undefined {
    return this.byId.get(id);
  }

  includes(text: string): boolean {
    return this.texts.size > 0 && this.texts.has(text);
  }

  /** May this client send nothing else? Applications of others, which come with a key, may: what they ask is bounded by its budget. */
  holds({ viewer, clientName }: Caller): boolean {
    if (viewer?.keyId !== undefined) return false;
    if (typeof this.held === 'string') return this.held === 'everybody';
    return clientName !== undefined && this.held.has(clientName);
  }
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** `sha256:<hex>`, as graphql-codegen's client preset may write it, or the digits alone. */
export const withoutAlgorithm = (id: string): string => (id.startsWith('sha256:') ? id.slice('sha256:'.length) : id);
