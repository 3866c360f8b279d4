import { type DocumentNode, type FieldNode, Kind, type SelectionSetNode, visit } from 'graphql';

/** A stream that can be taken up again: which argument says after which position, and which field of an event is its position. */
export interface ResumableStream {
  readonly argument: string;
  readonly position: string;
}

/** The streams of the API that can, by name. All others begin with what happens next. */
export const resumableStreams: Readonly<Record<string, ResumableStream>> = {
  messageAdded: { argument: 'since', position: 'sequence' },
  roomChanged: { argument: 'since', position: 'change' },
  roomsChanged: { argument: 'since', position: 'cursor' },
};

/** Where a stream stands: a number that grows, or a cursor without a meaning. */
export type Position = number | string;

/** One stream of an app: what it asked for. */
export interface StreamRequest {
  /** The field of `Subscription`, by its name in the schema. */
  readonly field: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Where a subscription's document has what it takes to go on. */
export interface StreamPlace {
  readonly field: string;
  /** The stream in the answer: its alias or name. */
  readonly responseKey: string;
  /** Null: the document cannot be told where to go on. */
  readonly resumed: { readonly variable: string; readonly positionKey: string } | null;
}

export function placeOf(document: DocumentNode, streams = resumableStreams): StreamPlace | null {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const root = operation?.selectionSet.selections.find((selection): selection is FieldNode => selection.kind === Kind.FIELD);
  if (operation?.operation !== 'subscription' || !root) return null;
  const field = root.name.value;
  const place = { field, responseKey: root.alias?.value ?? field };
  const stream = Object.hasOwn(streams, field) ? streams[field] : undefined;
  const value = root.arguments?.find(({ name }) => name.value === stream?.argument)?.value;
  const positionKey = stream && root.selectionSet ? keyOf(stream.position, root.selectionSet, document) : null;
  if (value?.kind !== Kind.VARIABLE || positionKey === null) return { ...place, resumed: null };
  return { ...place, resumed: { variable: value.name.value, positionKey } };
}

/** How a field is called in the answer; looked for in the selection itself and in the fragments that it spreads. */
function keyOf(field: string, selections: SelectionSetNode, document: DocumentNode): string | null {
  for (const selection of selections.selections) {
    if (selection.kind === Kind.FIELD) {
      if (selection.name.value === field) return selection.alias?.value ?? field;
      continue;
    }
    const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragment(selection.name.value, document);
    const found = inner && keyOf(field, inner, document);
    if (found) return found;
  }
  return null;
}

function fragment(name: string, document: DocumentNode): SelectionSetNode | null {
  let found: SelectionSetNode | null = null;
  visit(document, {
    FragmentDefinition(definition) {
      if (definition.name.value === name) found = definition.selectionSet;
    },
  });
  return found;
}
