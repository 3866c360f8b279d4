import { federation } from './suite';
import { inherited } from './supergraphs/names';

federation(
  'names that objects inherit',
  inherited,
  [
    ['as fields', '{ constructor { valueOf constructor toString } }'],
    [
      'as keys and fields of another subgraph',
      '{ constructor { hasOwnProperty toLocaleString propertyIsEnumerable { toString constructor { toString hasOwnProperty } } } }',
    ],
    ['as arguments', '{ toString(valueOf: "v", hasOwnProperty: { constructor: "c" }) constructor { toLocaleString(constructor: 3) } }'],
    ['as types', '{ union { __typename ... on Prototype { constructor hasOwnProperty } ... on hasOwnProperty { toLocaleString } } }'],
    ['as aliases', '{ items { __proto__: toString hasOwnProperty: constructor valueOf: hasOwnProperty } }'],
    ['__proto__ for an object', '{ __proto__: constructor { __proto__: propertyIsEnumerable { __proto__: toString } } }'],
    ['__proto__ for a list', '{ __proto__: items { __proto__: constructorOf { __proto__: valueOf constructor: hasOwnProperty } } }'],
    ['__proto__ for null', '{ constructor { isPrototypeOf { __proto__: isPrototypeOf { toString } constructor: constructor } } }'],
    [
      'as names of fragments and operations',
      'query constructor { ...toString } fragment toString on Query { items { ...valueOf } } fragment valueOf on Prototype { hasOwnProperty }',
    ],
    [
      'as variables',
      'query ($constructor: Int, $__proto__: String, $toString: Boolean!) { toString(valueOf: $__proto__) items { toLocaleString(constructor: $constructor) valueOf @include(if: $toString) hasOwnProperty @skip(if: $toString) } }',
      {
        variables: JSON.parse('{"constructor":5,"__proto__":"p","toString":true}') as Record<string, unknown>,
      },
    ],
    [
      'all at once',
      '{ __proto__: items { constructor: valueOf toString: hasOwnProperty valueOf: toLocaleString __defineGetter__: toString __proto__: constructorOf { __proto__: propertyIsEnumerable { constructor { valueOf } } } } }',
    ],
    [
      'for a leaf of one type and, twice, for an object of another',
      '{ union { ... on hasOwnProperty { isPrototypeOf: __typename } ... on Prototype { isPrototypeOf { __typename } } ... @include(if: true) { ... on Prototype { isPrototypeOf { hasOwnProperty } } } } }',
    ],
    [
      'as variables of a condition on a member of a union only',
      'query ($constructor: Boolean!) { items { propertyIsEnumerable { constructor { ...F } } } } fragment F on constructor { ... on Prototype { isPrototypeOf { toString } } ... on hasOwnProperty { toLocaleString @skip(if: $constructor) } }',
      { variables: { constructor: false } },
    ],
    ['twice the same', '{ __proto__: items { valueOf } ... { __proto__: items { hasOwnProperty } } }'],
  ],
  ['process', 'http'],
);
