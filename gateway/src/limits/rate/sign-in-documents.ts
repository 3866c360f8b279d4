import { Kind, OperationTypeNode, parse, type DefinitionNode } from 'graphql';
import { BoundedMap } from '../../bounded-map';

/** Longer documents are no sign-in of anybody's app. */
const MAX_CHARACTERS = 4_000;
const MAX_TOKENS = 500;
const MAX_REMEMBERED = 1_000;

/**
 * Knows by their text the documents that only sign somebody in: mutations of nothing but @sensitive fields. Visitors have a budget of
 * their own for them, so that whoever uses up what an address may read does not sign out everybody who shares it.
 */
export class SignInDocuments {
  private readonly known = new BoundedMap<string, boolean>(MAX_REMEMBERED);

  constructor(private readonly sensitive: ReadonlySet<string>) {}

  /** Asked before anything is counted or checked, so it costs little whatever the text. */
  has(text: string | undefined): boolean {
    if (text === undefined || text.length > MAX_CHARACTERS || !text.includes('mutation')) return false;
    let signsIn = this.known.get(text);
    if (signsIn === undefined) this.known.set(text, (signsIn = this.read(text)));
    return signsIn;
  }

  private read(text: string): boolean {
    try {
      const operations = parse(text, { maxTokens: MAX_TOKENS, noLocation: true }).definitions.filter(isOperation);
      return operations.length > 0 && operations.every((operation) => this.signsIn(operation));
    } catch {
      return false;
    }
  }

  private signsIn({ operation, selectionSet }: Extract<DefinitionNode, { kind: Kind.OPERATION_DEFINITION }>): boolean {
    return (
      operation === OperationTypeNode.MUTATION &&
      selectionSet.selections.every((selection) => selection.kind === Kind.FIELD && this.sensitive.has(selection.name.value))
    );
  }
}

const isOperation = (definition: DefinitionNode) => definition.kind === Kind.OPERATION_DEFINITION;
