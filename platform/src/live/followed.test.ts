import { followed } from './followed';

async function* two() {
  yield 1;
  yield 2;
}

async function* broken() {
  yield 1;
  throw new Error('away');
}

/** What was told of a stream, and what its reader met. */
async function told(stream: AsyncIterableIterator<number>, read: (stream: AsyncIterableIterator<number>) => Promise<unknown>) {
  const notes: (number | 'end')[] = [];
  const outcome = await read(followed(stream, { ended: () => notes.push('end'), event: (value) => notes.push(value) })).catch(
    (error: Error) => error.message,
  );
  return { notes, outcome };
}

const all = async (stream: AsyncIterableIterator<number>) => {
  for await (const _ of stream);
  return (await stream.next()).done;
};

test.each([
  ['by itself', two(), all, { notes: [1, 2, 'end'], outcome: true }],
  ['by an error', broken(), all, { notes: [1, 'end'], outcome: 'away' }],
  [
    'by its reader',
    two(),
    async (stream: AsyncIterableIterator<number>) => (await stream.next(), await stream.return!()),
    { notes: [1, 'end'], outcome: { done: true, value: undefined } },
  ],
])('a stream that ends %s is told of once', async (_, stream, read, expected) => {
  expect(await told(stream, read)).toEqual(expected);
});
