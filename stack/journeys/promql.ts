import { parser } from '@prometheus-io/lezer-promql';

export interface Selector {
  readonly metric: string;
  readonly labels: readonly (readonly [name: string, operator: string, value: string])[];
}

export interface Expression {
  readonly selectors: readonly Selector[];
  /** Labels by which it groups. */
  readonly groupings: readonly string[];
}

/** What an expression of PromQL asks for, by Prometheus's own grammar. Throws when it is none. */
export function readExpression(text: string): Expression {
  const selectors: { metric: string; labels: [string, string, string][] }[] = [];
  const groupings: string[] = [];
  parser.parse(text).iterate({
    enter({ type, from, to, node }) {
      const own = text.slice(from, to);
      if (type.isError) throw new Error(`This is no PromQL at ${from}: ${text}`);
      if (type.name === 'VectorSelector') selectors.push({ metric: text.slice(from, node.firstChild!.to), labels: [] });
      if (type.name === 'UnquotedLabelMatcher') {
        const [name, operator, value] = [node.firstChild!, node.firstChild!.nextSibling!, node.lastChild!].map((child) =>
          text.slice(child.from, child.to),
        ) as [string, string, string];
        selectors.at(-1)!.labels.push([name, operator, value.slice(1, -1)]);
      }
      if (type.name === 'LabelName' && node.parent?.type.name === 'GroupingLabels') groupings.push(own);
    },
  });
  return { selectors, groupings };
}
