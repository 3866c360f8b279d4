import { Kind, parse, print, type ConstDirectiveNode, type ConstValueNode, type SelectionSetNode } from 'graphql';

export const argumentOf = (directive: ConstDirectiveNode, name: string): ConstValueNode | undefined =>
  directive.arguments?.find((argument) => argument.name.value === name)?.value;

/** The selection of a FieldSet; a context's selection has braces of its own. */
export function parseFieldSet(text: string): SelectionSetNode {
  const [definition] = parse(text.trimStart().startsWith('{') ? text : `{ ${text} }`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`"${text}" is no selection of fields.`);
  return definition.selectionSet;
}

export const printFieldSet = ({ selections }: SelectionSetNode): string => selections.map(print).join(' ').replace(/\s+/g, ' ');
