import pg from 'pg';

export interface Captured {
  text: string;
  values: unknown[];
}

/** Notes every statement that any client of this process sends while `work` runs, Prisma's too, just as it is sent. */
export async function capture<T>(work: () => Promise<T>): Promise<{ result: T; statements: Captured[] }> {
  const statements: Captured[] = [];
  const prototype = pg.Client.prototype as unknown as { query: (...args: unknown[]) => unknown };
  const original = prototype.query;
  prototype.query = function (this: unknown, ...args: unknown[]) {
    const [first, second] = args;
    const config = typeof first === 'string' ? { text: first, values: second } : (first as Partial<Captured>);
    if (config.text) statements.push({ text: config.text, values: Array.isArray(config.values) ? config.values : [] });
    return original.apply(this, args);
  };
  try {
    return { result: await work(), statements };
  } finally {
    prototype.query = original;
  }
}
