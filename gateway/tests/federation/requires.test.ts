import { federation, type Case } from './suite';
import { chain, circular, manyKeys, shipping } from './supergraphs/requires';

federation(
  '@requires',
  shipping,
  [
    ['a required field with an argument', '{ goods { postage } }', { requests: { goods: 1, shipping: 1 } }],
    ['beside the required field itself', '{ goods { postage weight } }'],
    ['beside the required field with another argument', '{ goods { postage weight(unit: KG) } }'],
    ['beside the required field under another name', '{ goods { w: weight(unit: KG) postage weight } }'],
    ['one field required with two arguments', '{ goods { postage postageKg } }'],
    ['and asked for with both under aliases', '{ goods { kg: weight(unit: KG) g: weight(unit: G) postage postageKg } }'],
    ['and asked for with the aliases swapped', '{ goods { postageKg: postage postage: postageKg } }'],
    ['an alias that is the name of the required field', '{ goods { weight: name postage } }'],
    ['an alias that is the name of the required field, on a number', '{ goods { weight: price(currency: EUR) postage } }'],
    ['the asking field has an argument and aliases', '{ goods { ten: duty five: duty(rate: 5) duty(rate: 1) } }'],
    [
      'required with two arguments, asked for with others',
      '{ goods { duty price(currency: EUR) taxed: price(currency: EUR, withTax: true) } }',
    ],
    [
      'arguments given by variables',
      'query ($c: Currency!, $r: Int) { goods { price(currency: $c) duty(rate: $r) insured } }',
      { variables: { c: 'EUR', r: 3 } },
    ],
    ['a field of a nested object', '{ goods { fits } }'],
    ['a field of a nested object with an argument', '{ goods { tag box { label } } }'],
    ['nested objects under other names', '{ goods { box: name fits b: box { label w: width } tag } }'],
    ['fields of a list of objects', '{ goods { heaviest } }'],
    ['fields of a list of objects, some asked for', '{ goods { parts { g: grams } heaviest } }'],
    ['one nested field required with two arguments', '{ goods { tag whisper fits box { label } } }'],
    ['several required fields of different kinds', '{ goods { insured fits heaviest postage } }'],
    ['a field that requires fields that require fields', '{ goods { advice } }', { requests: { goods: 1, shipping: 1, advice: 1 } }],
    ['and these beside it', '{ goods { advice postage w: weight(unit: KG) fits } }'],
    ['in fragments', 'query { goods { ...P ...A } } fragment P on Good { postage } fragment A on Good { weight(unit: KG) advice }'],
    [
      'behind @include, not wanted',
      'query ($want: Boolean!) { goods { name postage @include(if: $want) } }',
      { variables: { want: false }, requests: { goods: 1 } },
    ],
    ['behind @include, wanted', 'query ($want: Boolean!) { goods { name postage @include(if: $want) } }', { variables: { want: true } }],
    ...[true, false].flatMap((x): Case[] => [
      [
        `beside one that requires something else behind @skip, ${x}`,
        'query ($x: Boolean!) { goods { insured fits @skip(if: $x) } }',
        { variables: { x }, requests: { goods: 1, shipping: 1 } },
      ],
      [
        `beside one that requires something else behind @include around it, ${x}`,
        'query ($x: Boolean!) { goods { fits ... @include(if: $x) { postage tag } } goods { whisper @skip(if: $x) } }',
        { variables: { x } },
      ],
      [
        `behind a condition, beside two that require one field with different arguments, ${x}`,
        'query ($x: Boolean!) { goods { advice postageKg heaviest @skip(if: $x) } }',
        { variables: { x } },
      ],
      [`behind a condition with a default, ${x}`, `query ($x: Boolean = ${x}) { goods { fits } goods { postage @include(if: $x) } }`],
    ]),
    ['beside one that requires something else and is never wanted', '{ goods { heaviest duty @skip(if: true) } }'],
    ['an alias called like an inherited thing', '{ goods { constructor: postage __proto__: weight(unit: KG) toString: duty } }'],
    [
      'a required field that is refused',
      '{ good(id: "4") { name weight postage } }',
      {
        // Also as `weight` with the required argument: that has no place in the response, so the object is named.
        answer: {
          data: { good: { name: 'bomb', weight: null, postage: null } },
          errors: [
            { message: 'Refused: FORBIDDEN.', path: ['good', 'weight'], extensions: { code: 'FORBIDDEN' } },
            { message: 'Refused: FORBIDDEN.', path: ['good'], extensions: { code: 'FORBIDDEN' } },
          ],
        },
        errors: ['FORBIDDEN', 'FORBIDDEN'],
      },
    ],
    [
      'the subgraph of the required field is lost',
      '{ good(id: "1") { name postage } }',
      { down: ['goods'], errors: ['SUBGRAPH_UNAVAILABLE'] },
    ],
    [
      'the subgraph of the asking field is lost',
      '{ goods { name p: postage d: duty weight } }',
      { down: ['shipping'], errors: Array(6).fill('SUBGRAPH_UNAVAILABLE') as never },
    ],
  ],
  ['process', 'http'],
);

federation('a chain of @requires', chain, [
  ['three steps, back to the first subgraph', '{ nodes { d } }', { requests: { a: 2, b: 1, c: 1 } }],
  ['with each step shown', '{ nodes { d c b a } }'],
  ['with names exchanged', '{ nodes { a: d b: c c: b d: a } }'],
  ['whose last step is skipped', 'query ($x: Boolean!) { nodes @skip(if: $x) { d } nodes { c } }', { variables: { x: true } }],
  ['a part of it', '{ nodes { c } }', { requests: { a: 1, b: 1, c: 1 } }],
]);

federation('@requires in a circle', circular, [
  ['an entity reached through the asking subgraph itself', '{ feed { byNovice } }'],
  ['there and back', '{ feed { byExpert } }'],
  ['with the author between', '{ feed { byExpert author { name } byNovice } }'],
  ['and under other names', '{ feed { author: byExpert byExpert: byNovice a: author { years: name id } } }'],
]);

federation('@requires beside keys by which nothing is resolved', manyKeys, [
  ['comes back by the key that is', '{ all { greeting } }', { requests: { a: 1, b: 2 } }],
  ['with that key asked for', '{ all { id greeting pair { one } name } }'],
]);
