import { federation } from './suite';
import { owners } from './supergraphs/context';

federation('contextual arguments', owners, [
  ['from the object above', '{ people { id purse { no worth } } }'],
  [
    'beside an ordinary argument',
    'query ($r: Int) { people { purse { worth(round: $r) fine: worth(round: 100) } } }',
    { variables: { r: 10 } },
  ],
  ['from the object that the fetch itself begins at', '{ people { purses { worth } } }'],
  ['two contexts of one field', '{ people { purse { greeting } } }'],
  ['of one field under two names', '{ people { purse { a: greeting b: worth greeting } } }'],
  [
    'that is asked for anyway, and again under a condition that does not hold',
    'query ($yes: Boolean!) { firms { till { purse { greeting } } till @include(if: $yes) { note purse { greeting } } } }',
    { variables: { yes: false } },
  ],
  [
    'that is asked for in a fragment, and again under conditions further up and down',
    `query ($yes: Boolean!) { firms { ...F ... @include(if: $yes) { till { note purse { no greeting @skip(if: $yes) } } } } }
     fragment F on Firm { till { purse { greeting } } }`,
    { variables: { yes: false } },
  ],
  [
    'that is asked for twice, once under a condition that does not hold',
    'query ($yes: Boolean!) { people { purses @skip(if: $yes) { greeting } } people { purses { greeting } } }',
    { variables: { yes: true } },
  ],
  ['through lists of lists', '{ people { lists { worth } } }'],
  ['deeper down, each from its nearest', '{ people { friends { purse { worth } friends { purse { greeting } } } } }'],
  [
    'that comes with what takes contexts itself',
    '{ people { purses { worth } lists { greeting } friends { purses { worth } lists { greeting } } } }',
  ],
  ['an alias that is the name of the context', '{ people { money: id purse { worth } } }'],
  ['beside the context itself', '{ people { cash: money purse { worth } money language } }'],
  ['another type that sets the same context', '{ firms { till { note purse { worth size } } } }'],
  ['two ways to the same field', '{ firms { till { purse { greeting } } } people { purse { greeting } } }'],
  ['where equal contexts share a request', '{ people { purse { worth } } }', { requests: { people: 1, banks: 2 } }],
  [
    'the subgraph is lost',
    '{ people { id purse { no worth } } }',
    { down: ['banks'], errors: Array(3).fill('SUBGRAPH_UNAVAILABLE') as never },
  ],
]);
