import { Kind, parse, print, type ConstDirectiveNode, type DocumentNode } from 'graphql';
import { argumentOf } from './field-set';
import { withResolvableKeysFirst } from './key-order';
import { PlanCorrection } from './plan-correction';
import { RequiredFields } from './required-fields';
import { reservedNames } from './reserved-names';
import { withStandIns } from './stand-ins';

const CONTEXT = 'https://specs.apollo.dev/context/';
const INACCESSIBLE = 'https://specs.apollo.dev/inaccessible/v0.2';

/** A supergraph as the planner gets it, and what is needed to execute its plans. */
export interface PlannedSupergraph {
  readonly sdl: string;
  /** True when it has fields that composition would not write. */
  readonly hasStandIns: boolean;
  readonly reservedNames: ReadonlySet<string>;
  /** True when it has contextual arguments. */
  readonly usesContext: boolean;
  readonly correction: PlanCorrection;
}

export function prepareSupergraph(original: DocumentNode, supergraphSdl: string): PlannedSupergraph {
  const { document, standIns } = withStandIns(original);
  const hasStandIns = standIns.byName.size > 0;
  const changed = withResolvableKeysFirst(withLinks(document, hasStandIns));
  return {
    sdl: changed === original ? supergraphSdl : print(changed),
    hasStandIns,
    reservedNames: reservedNames(document),
    usesContext: usesContext(document),
    correction: new PlanCorrection(standIns, usesContext(document), new RequiredFields(document)),
  };
}

/**
 * Allows contextual arguments, and links @inaccessible. A supergraph with contextual arguments is refused where the executor does not know
 * them, as @apollo/gateway's; ours does (`contexts.ts`), and the planner plans them. Stand-ins are hidden by @inaccessible, which a
 * supergraph may not have linked.
 */
function withLinks(document: DocumentNode, needsInaccessible: boolean): DocumentNode {
  const schema = document.definitions.find((definition) => definition.kind === Kind.SCHEMA_DEFINITION);
  const lacksInaccessible = needsInaccessible && !schema?.directives?.some((link) => urlOf(link) === INACCESSIBLE);
  if (!schema || (!usesContext(document) && !lacksInaccessible)) return document;
  const directives = (schema.directives ?? []).map((directive) =>
    urlOf(directive).startsWith(CONTEXT)
      ? { ...directive, arguments: directive.arguments?.filter(({ name }) => name.value !== 'for') }
      : directive,
  );
  const added = lacksInaccessible ? parse(INACCESSIBLE_DEFINITIONS, { noLocation: true }).definitions : [];
  const [link] = added.flatMap((definition) => (definition.kind === Kind.SCHEMA_EXTENSION ? (definition.directives ?? []) : []));
  return {
    ...document,
    definitions: [
      ...document.definitions.map((definition) =>
        definition === schema ? { ...schema, directives: [...directives, ...(link ? [link] : [])] } : definition,
      ),
      ...added.filter((definition) => definition.kind === Kind.DIRECTIVE_DEFINITION),
    ],
  };
}

const INACCESSIBLE_DEFINITIONS = `
  extend schema @link(url: "${INACCESSIBLE}", for: SECURITY)
  directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION
`;

const usesContext = (document: DocumentNode): boolean =>
  document.definitions.some(
    (definition) => definition.kind === Kind.SCHEMA_DEFINITION && definition.directives?.some((link) => urlOf(link).startsWith(CONTEXT)),
  );

function urlOf(directive: ConstDirectiveNode): string {
  const url = argumentOf(directive, 'url');
  return url?.kind === Kind.STRING ? url.value : '';
}
