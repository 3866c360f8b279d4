import { createHash } from 'node:crypto';
import type { Caller } from '@marquee/platform';

/** A document that the operator trusts: its text, requested by its SHA-256 or by the id that a client's build gave it. */
export type TrustedDocument = string | { readonly id: string; readonly text: string };

/** Who may send nothing but trusted documents: everybody, nobody, or the clients with these names. */
export type HeldToTrusted = 'everybody' | 'nobody' | readonly string[];

/**
 * The trusted documents, and the clients that may send nothing else. A client's name is only its claim: holding clients by name to the
 * list finds mistakes in one's own apps, and stops no attacker. Only `everybody` does.
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

  /** Tells whether this client may send nothing else. Applications with a key may: the key's budget bounds what they ask. */
  holds({ viewer, clientName }: Caller): boolean {
    if (viewer?.keyId !== undefined) return false;
    if (typeof this.held === 'string') return this.held === 'everybody';
    return clientName !== undefined && this.held.has(clientName);
  }
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** `sha256:<hex>`, as graphql-codegen's client preset may write it, or the digits alone. */
export const withoutAlgorithm = (id: string): string => (id.startsWith('sha256:') ? id.slice('sha256:'.length) : id);
