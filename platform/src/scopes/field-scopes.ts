import { Kind, type DocumentNode, type FieldDefinitionNode } from 'graphql';
import { APPS_ONLY, isObject, isRoot, keyFieldsOf, SCOPE } from './scoped';

/** What a key needs for a field: a scope, none (any key), or no key will do. */
export type Need = { readonly scope: string } | 'any key' | 'no key';

const OPEN: ReadonlySet<string> = new Set(['_entities', '_service']);

/** What keys need for each field, read from the SDL of a subgraph or of a supergraph. */
export class FieldScopes {
  private readonly needs = new Map<string, Need>();

  /** `open`: fields (`Type.field`) for any key, whatever the SDL says. */
  constructor(sdl: DocumentNode, open: readonly string[] = []) {
    const keys = keyFieldsOf(sdl);
    for (const node of sdl.definitions.filter(isObject)) {
      const type = node.name.value;
      const strict = isRoot(type) || keys.has(type);
      for (const field of node.fields ?? []) {
        if (keys.get(type)?.has(field.name.value) || OPEN.has(field.name.value)) continue;
        const need = needOf(field) ?? (strict ? 'no key' : null);
        if (need) this.needs.set(`${type}.${field.name.value}`, need);
      }
    }
    for (const field of open) this.needs.delete(field);
  }

  /** Undefined for a field that asks for nothing itself. */
  of(type: string, field: string): Need | undefined {
    return this.needs.get(`${type}.${field}`);
  }
}

function needOf({ directives = [] }: FieldDefinitionNode): Need | null {
  if (directives.some(({ name }) => name.value === APPS_ONLY)) return 'no key';
  const mark = directives.find(({ name }) => name.value === SCOPE);
  if (!mark) return null;
  const needs = mark.arguments?.find(({ name }) => name.value === 'needs')?.value;
  return needs?.kind === Kind.ENUM ? { scope: needs.value } : 'any key';
}
