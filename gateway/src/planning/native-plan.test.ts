import type * as native from '@graphql-hive/router-query-planner';
import { translatePlan } from './native-plan';

const entities = (operation: string): native.FetchNode => ({
  kind: 'Fetch',
  serviceName: 'users',
  operationKind: 'query',
  operation,
  requires: [
    {
      kind: 'InlineFragment',
      typeCondition: 'User',
      selections: [
        { kind: 'Field', name: '__typename' },
        { kind: 'Field', name: 'id' },
      ],
    },
  ],
});

const plan = (node: native.PlanNode) => translatePlan({ kind: 'QueryPlan', node });

test('an operation of which nothing is fetched has no plan', () => {
  expect(translatePlan({ kind: 'QueryPlan' })).toBeNull();
});

test('paths keep the types on which they lead on', () => {
  const path: native.FlattenNodePathSegment[] = [{ Field: 'media' }, '@', { TypeCondition: ['Book', 'Film'] }, { Field: 'author' }];
  expect(plan({ kind: 'Flatten', path, node: entities('{a}') })).toMatchObject({
    kind: 'Flatten',
    path: ['media', '@', '... on Book|Film', 'author'],
    node: { kind: 'Fetch', requires: [{ kind: 'InlineFragment', typeCondition: 'User' }] },
  });
});

test('rewrites come in either spelling', () => {
  const path: native.FetchNodePathSegment[] = [{ TypenameEquals: ['User'] }, { Key: '__typename' }];
  const fetch: native.FetchNode = {
    ...entities('{a}'),
    inputRewrites: [{ ValueSetter: { path, setValueTo: 'Account' } }, { kind: 'ValueSetter', path, setValueTo: 'Other' }],
    outputRewrites: [{ KeyRenamer: { path: [{ Key: 'users' }, { Key: '_internal_qp_alias_0' }], renameKeyTo: 'id' } }],
  };
  expect(plan(fetch)).toMatchObject({
    inputRewrites: [
      { kind: 'ValueSetter', path: ['... on User', '__typename'], setValueTo: 'Account' },
      { kind: 'ValueSetter', path: ['... on User', '__typename'], setValueTo: 'Other' },
    ],
    outputRewrites: [{ kind: 'KeyRenamer', path: ['users', '_internal_qp_alias_0'], renameKeyTo: 'id' }],
  });
});

test('parts of a representation keep their conditions', () => {
  const fetch: native.FetchNode = {
    ...entities('{a}'),
    requires: [
      {
        kind: 'InlineFragment',
        typeCondition: 'User',
        includeIf: 'a',
        skipIf: 'b',
        selections: [{ kind: 'Field', name: 'size', alias: 'x' }],
      },
    ],
  };
  expect(plan(fetch)).toMatchObject({
    requires: [
      {
        onlyIf: [
          { variable: 'a', value: true },
          { variable: 'b', value: false },
        ],
        selections: [{ kind: 'Field', name: 'size', alias: 'x' }],
      },
    ],
  });
});

test('what completes the events of a stream stands after it', () => {
  const primary: native.FetchNode = { kind: 'Fetch', serviceName: 'social', operationKind: 'subscription', operation: 'subscription{a}' };
  expect(plan({ kind: 'Subscription', primary })).toEqual({
    kind: 'Subscription',
    primary: expect.objectContaining({ serviceName: 'social' }),
  });
  const rest = plan({ kind: 'Sequence', nodes: [{ kind: 'Subscription', primary }, entities('{b}'), entities('{c}')] });
  expect(rest).toMatchObject({ kind: 'Subscription', rest: { kind: 'Sequence', nodes: [{ operation: '{b}' }, { operation: '{c}' }] } });
});

test('conditions keep both of their ways', () => {
  expect(plan({ kind: 'Condition', condition: 'x', ifClause: entities('{a}'), elseClause: entities('{b}') })).toMatchObject({
    condition: 'x',
    ifClause: { operation: '{a}' },
    elseClause: { operation: '{b}' },
  });
});

test('a fetch of several lists of entities is taken apart, each with its own variables and fragments', () => {
  const { requires } = entities('');
  const batch: native.BatchFetchNode = {
    kind: 'BatchFetch',
    serviceName: 'users',
    operationKind: 'query',
    variableUsages: ['n', 'm'],
    operation:
      'query($n:Int, $m:Int, $__batch_reps_0:[_Any!]!, $__batch_reps_1:[_Any!]!){' +
      '_e0: _entities(representations: $__batch_reps_0){...a} _e1: _entities(representations: $__batch_reps_1){...on User{tall(than: $m)}}}' +
      'fragment a on User{name(first: $n)}',
    entityBatch: {
      aliases: [
        {
          alias: '_e0',
          representationsVariableName: '__batch_reps_0',
          paths: [[{ Field: 'x' }], [{ Field: 'y' }, '@']],
          requires: requires!,
        },
        { alias: '_e1', representationsVariableName: '__batch_reps_1', paths: [[{ Field: 'z' }]], requires: requires! },
      ],
    },
  };
  const names =
    'query($n:Int$representations:[_Any!]!){_entities(representations:$representations){...a}}fragment a on User{name(first:$n)}';
  const tall = 'query($m:Int$representations:[_Any!]!){_entities(representations:$representations){...on User{tall(than:$m)}}}';
  expect(plan(batch)).toMatchObject({
    kind: 'Parallel',
    nodes: [
      { path: ['x'], node: { operation: names, variableUsages: ['n'] } },
      { path: ['y', '@'], node: { operation: names, variableUsages: ['n'] } },
      { path: ['z'], node: { operation: tall, variableUsages: ['m'] } },
    ],
  });
});

test('a node that is not understood is told, not left out', () => {
  expect(() => plan({ kind: 'Defer', primary: {}, deferred: [] })).toThrow('a node of the kind Defer');
});
