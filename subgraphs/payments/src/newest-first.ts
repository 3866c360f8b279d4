import { invalidInput, isId, toConnection, type Connection, type Page } from '@marquee/platform';

/** A list that is cut by creation time, newest first, and belongs to one person or one event. */
interface Dated {
  id: string;
  createdAt: Date;
}

/** The part of a Prisma delegate that a page needs; orders and tickets both fit. */
interface Listed<Row extends Dated, Where> {
  findMany(query: { where: { AND: Where[] }; orderBy: ({ createdAt: Order } | { id: Order })[]; take: number }): PromiseLike<Row[]>;
  count(query: { where: Where }): PromiseLike<number>;
}

type Order = 'asc' | 'desc';

/** One page of a list in the order (createdAt, id), newest first; the total is counted only when it is asked for. */
export async function newestFirst<Row extends Dated, Where extends object>(
  list: Listed<Row, Where>,
  where: Where,
  page: Page,
): Promise<Connection<Row>> {
  const order: Order = page.backward ? 'asc' : 'desc';
  const rows = await list.findMany({
    where: { AND: page.from ? [where, beyond(page) as Where] : [where] },
    orderBy: [{ createdAt: order }, { id: order }],
    take: page.limit + 1,
  });
  return toConnection(rows, page, ({ createdAt, id }) => [createdAt.toISOString(), id], { totalCount: async () => list.count({ where }) });
}

function beyond({ from, backward }: Page): object {
  const [createdAt, id] = from as [string, string];
  const at = new Date(createdAt);
  if (Number.isNaN(at.getTime()) || !isId(id))
    throw invalidInput(backward ? 'before' : 'after', 'This is not a cursor that this list answered.');
  const side = backward ? 'gt' : 'lt';
  return { OR: [{ createdAt: { [side]: at } }, { createdAt: at, id: { [side]: id } }] };
}
