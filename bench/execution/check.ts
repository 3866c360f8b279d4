import { pageRequest, post, sentFor, type Server, type Site } from './site';
import type { SentStatement } from './servers/statements';

/** A job of the product may run beside a page and only adds statements: the shortest of so many recordings is the page's own. */
const RECORDINGS = 6;

/**
 * What is not the same about the two servers, null when nothing: every page must be answered with the same bytes, to visitors and to the
 * member, and asked of the databases in the same statements with the same values.
 */
export async function difference(site: Site, token: string): Promise<string | null> {
  const { full, quiet, draft } = site.kept.world;
  for (const viewer of [null, token]) {
    const who = viewer ? 'the member' : 'a visitor';
    for (const id of [...full, quiet, draft]) {
      const [ours, byHand] = await Promise.all([site.product, site.byHand].map(({ url }) => post(url, pageRequest(id), viewer)));
      if (ours!.status !== 200 || ours!.text.includes('"errors"')) return `the product refuses ${who}: ${ours!.text}`;
      if (ours!.text !== byHand!.text) return `${who} is answered differently for ${id}:\n${ours!.text}\n${byHand!.text}`;
    }
    for (const id of [full[0]!, quiet]) {
      const ours = await statementsOf(site.product, id, viewer);
      const byHand = await statementsOf(site.byHand, id, viewer);
      const [more, fewer] = [except(ours, byHand), except(byHand, ours)];
      if (more.length || fewer.length)
        return `${who}'s page is asked by the product with\n${more.join('\n')}\nand by hand with\n${fewer.join('\n')}`;
    }
  }
  return null;
}

/** The lines that `others` lack, each as often as it stands there more. */
function except(lines: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return lines.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** As lines, sorted: which of those that run beside each other comes first is chance. */
export async function statementsOf(server: Server, id: string, token: string | null): Promise<string[]> {
  let fewest: readonly SentStatement[] | undefined;
  for (let time = 0; time < RECORDINGS; time++) {
    const statements = await sentFor(server, id, token);
    if (!fewest || statements.length < fewest.length) fewest = statements;
  }
  return fewest!.map(({ database, text, values }) => `${database}: ${text} ${JSON.stringify(values.map(comparable))}`).sort();
}

/** The time of asking differs, and the order of a list that is a set. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return [...(value as unknown[])].sort();
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? 'now' : value;
}
