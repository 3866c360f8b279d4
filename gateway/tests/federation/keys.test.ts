import { federation } from './suite';
import { compound, lookups, nested, nullKeys, several, shelf } from './supergraphs/keys';

federation(
  'a simple key',
  shelf,
  [
    [
      'fields of three subgraphs meet in one object',
      '{ books { title price lentTo copies } }',
      { requests: { books: 1, prices: 1, loans: 1 } },
    ],
    ['the key itself costs nothing', '{ cheapest { isbn price } }', { requests: { prices: 1 } }],
    ['from the second subgraph back to the first', '{ cheapest { title } }', { requests: { prices: 1, books: 1 } }],
    ['the same field under two names', '{ a: book(isbn: "2") { p: price q: price } b: book(isbn: "1") { p: title q: price } }'],
    ['back and forth', '{ book(isbn: "2") { history { amount book { title history { book { lentTo } } } } } }'],
    ['an empty list asks for nothing further', '{ book(isbn: "1") { history { book { title } } } }', { requests: { books: 1, prices: 1 } }],
    ['a list that is null', '{ book(isbn: "3") { history { book { title } } } }'],
    ['no such book, nothing further asked', '{ book(isbn: "9") { title price } }', { requests: { books: 1 } }],
    ['keys that the client did not ask for do not show', '{ books { price } }'],
  ],
  ['process', 'http'],
);

federation('a compound key', compound, [
  ['both parts together name the seat', '{ seats { row number guest } }'],
  ['both parts are fetched though only one is asked for', '{ seats { number guest } }'],
  ['neither is asked for', '{ lastBooked { wide } }'],
  ['parts under other names', '{ seats { number: row row: number guest } }'],
]);

federation('a nested key', nested, [
  ['objects three deep name the office', '{ offices { floors rent } }'],
  ['beside a part of the key that is asked for', '{ offices { place { street } rent } }'],
  ['with the key under other names', '{ offices { where: place { town: city { c: code } } rent } }'],
  ['the other way', '{ dearest { floors place { city { code } } } }'],
  ['a list of objects names the team', '{ teams { motto score } }'],
  ['and its members lead further', '{ teams { score members { name } } }'],
]);

federation('several keys', several, [
  ['each subgraph is asked by a key that it knows', '{ people { name inbox opens } }'],
  ['a subgraph between that only translates keys', '{ lastIn { name } }', { requests: { doors: 1, badges: 1, people: 1 } }],
  ['two translations in a row', '{ lastIn { inbox } }', { requests: { doors: 1, badges: 1, people: 1, mail: 1 } }],
  ['the other way', '{ people { opens } }', { requests: { people: 1, badges: 1, doors: 1 } }],
  ['all keys beside each other', '{ winner { number id email opens } }'],
]);

federation(
  'entities that are not there',
  lookups,
  [
    ['a reference that nobody knows has null fields', '{ posts { id writer { id name prizes } } }'],
    ['and what may not be null takes its object with it, which is no error', '{ posts { writer { id fans } } }'],
    ['each at its own place in the list', '{ posts { w: writer { r: rank } c: critic { rank prizes } } }'],
    ['null references ask for nothing', '{ posts { id writer { name bio { text } } critic { name } } }'],
    ['a key that cannot be resolved is still answered', '{ posts { writer { id __typename } } }', { requests: { posts: 1 } }],
    ['the same entity many times is asked for once', '{ posts { writer { name } critic { name } } }'],
  ],
  ['process', 'http'],
);

federation('a key on the way is null', nullKeys, [
  ['what lies behind it is null, the rest is there', '{ slots { item { upc maker { name } } } }'],
  ['also when only that is asked for', '{ slots { item { weight } } }'],
  ['the key itself may be asked for', '{ slots { item { id weight upc } } }'],
]);
