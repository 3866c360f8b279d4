// Draws a lottery again from what the API tells, and says whether it was drawn as it says. Needs Node and nothing else.
//
//   node docs/lottery/recompute.mjs https://<gateway>/graphql <event id>
import { createHash } from 'node:crypto';
import { pathToFileURL } from 'node:url';

const sha256 = (text) => createHash('sha256').update(text).digest('hex');

/** Every fault of a lottery that was drawn; empty when anybody comes to the same. */
export function faultsOf({ seed, seedHash, entriesHash, drawnPlaces, entries }) {
  const faults = [];
  if (sha256(seed) !== seedHash) faults.push('the seed is not the one whose hash was published at the opening');
  const listed = [...entries].sort((a, b) => (a.id < b.id ? -1 : 1));
  if (sha256(listed.map(({ id, people }) => `${id} ${people}\n`).join('')) !== entriesHash)
    faults.push('the entries are not those whose hash was published at the close');
  let left = drawnPlaces;
  const drawn = listed.map((entry) => ({ ...entry, key: sha256(`${seed}:${entry.id}`) })).sort((a, b) => (a.key < b.key ? -1 : 1));
  drawn.forEach(({ id, people, rank, won }, index) => {
    const wins = people <= left;
    if (wins) left -= people;
    if (rank !== index + 1 || won !== wins)
      faults.push(`entry ${id} was drawn as ${rank}, ${won ? 'won' : 'lost'}; it is ${index + 1}, ${wins ? 'won' : 'lost'}`);
  });
  return faults;
}

const QUERY = `query ($id: ID!, $after: String) { event(id: $id) { lottery {
  state seed seedHash entriesHash drawnPlaces
  entries(first: 100, after: $after) { nodes { id people rank won } pageInfo { hasNextPage endCursor } } } } }`;

/** The lottery with all of its entries. `ask`: sends a query with variables and returns its data. */
export async function readLottery(ask, id) {
  const entries = [];
  for (let after = null; ;) {
    const { lottery } = (await ask(QUERY, { id, after })).event;
    entries.push(...lottery.entries.nodes);
    if (!lottery.entries.pageInfo.hasNextPage) return { ...lottery, entries };
    after = lottery.entries.pageInfo.endCursor;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [address, id] = process.argv.slice(2);
  const ask = async (query, variables) => {
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = await answer.json();
    if (errors) throw new Error(errors[0].message);
    return data;
  };
  const lottery = await readLottery(ask, id);
  const faults = lottery.state === 'DRAWN' ? faultsOf(lottery) : [`it is ${lottery.state}`];
  console.log(
    faults.length === 0 ? `drawn as it says: ${lottery.entries.length} entries, ${lottery.drawnPlaces} places` : faults.join('\n'),
  );
  process.exitCode = faults.length === 0 ? 0 : 1;
}
