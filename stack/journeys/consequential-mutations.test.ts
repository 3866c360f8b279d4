import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, parse } from 'graphql';

const supergraph = parse(readFileSync(join(__dirname, '../../schema/supergraph.graphql'), 'utf8'), { noLocation: true });

/** By their names: what gives or takes a role or a right, and what decides what is published. The token of a mail asks for no session. */
const BY_NAME =
  /^(set\w*Role|suspend|reinstate|verify(?!Email)|transfer|removeFrom|ban|submit|cancel|decide|approve|import|deleteEvent|updateEvent)/;

test('what moves money, gives roles or publishes is marked @consequential: a gateway that may have missed the end of a session asks first', () => {
  const fields = supergraph.definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === 'Mutation' ? (definition.fields ?? []) : [],
  );
  expect(fields.length).toBeGreaterThan(50);
  const unmarked = fields.flatMap(({ name, directives = [] }) => {
    const ofPayments = directives.some(({ arguments: given }) =>
      given?.some(({ name: key, value }) => key.value === 'graph' && value.kind === Kind.ENUM && value.value === 'PAYMENTS'),
    );
    const isMarked = directives.some((directive) => directive.name.value === 'consequential');
    return (ofPayments || BY_NAME.test(name.value)) && !isMarked ? [name.value] : [];
  });
  expect(unmarked).toEqual([]);
});
