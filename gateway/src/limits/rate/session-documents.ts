import { Kind, OperationTypeNode, parse } from 'graphql';
import { BoundedMap } from '../../bounded-map';
import type { MarkedMutations } from '../../supergraph/marked-mutations';

/** Longer documents are no sign-in of anybody's app. */
const MAX_CHARACTERS = 4_000;
const MAX_TOKENS = 500;
const MAX_REMEMBERED = 1_000;

/** What a document does with sessions and nothing else, which has budgets of its own. */
export type SessionPurpose =
  { readonly kind: 'signs in'; /** Which mutation, or several. */ readonly by: string } | { readonly kind: 'signs out' };

/**
 * Knows by their text the documents that only sign somebody in (mutations of nothing but @sensitive fields) or out (@signsOut). They have
 * budgets of their own, so that whoever uses up what an address may read does not sign out everybody who shares it, and nobody has to stay
 * signed in.
 */
export class SessionDocuments {
  private readonly known = new BoundedMap<string, SessionPurpose | 'none'>(MAX_REMEMBERED);

  constructor(private readonly marked: Pick<MarkedMutations, 'sensitive' | 'signsOut'>) {}

  /** Asked before anything is counted or checked, so it costs little whatever the text. */
  purposeOf(text: string | undefined): SessionPurpose | null {
    if (text === undefined || text.length > MAX_CHARACTERS || !text.includes('mutation')) return null;
    let purpose = this.known.get(text);
    if (purpose === undefined) this.known.set(text, (purpose = this.read(text) ?? 'none'));
    return purpose === 'none' ? null : purpose;
  }

  private read(text: string): SessionPurpose | null {
    const fields = mutationsOf(text);
    if (!fields?.length) return null;
    const { sensitive, signsOut } = this.marked;
    if (fields.every((field) => signsOut.has(field))) return { kind: 'signs out' };
    if (!fields.every((field) => sensitive.has(field))) return null;
    // All documents with several share one budget: each mixture would be one more to use up.
    return { kind: 'signs in', by: fields.every((field) => field === fields[0]) ? fields[0]! : SEVERAL };
  }
}

const SEVERAL = 'several';

/** Null when there is anything else than mutations whose fields stand at their root. */
function mutationsOf(text: string): readonly string[] | null {
  const fields: string[] = [];
  try {
    for (const definition of parse(text, { maxTokens: MAX_TOKENS, noLocation: true }).definitions) {
      if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
      if (definition.operation !== OperationTypeNode.MUTATION) return null;
      for (const selection of definition.selectionSet.selections) {
        if (selection.kind !== Kind.FIELD) return null;
        fields.push(selection.name.value);
      }
    }
  } catch {
    return null;
  }
  return fields;
}
