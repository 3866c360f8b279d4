import { skeleton } from '@marquee/platform/text';
import { readCorpus } from './spam-corpus';

let words: ReadonlySet<string> | undefined;

/** The words of the committed texts, three letters or more: what disguised words may turn out to be. */
export function vocabulary(): ReadonlySet<string> {
  words ??= new Set(
    readCorpus().flatMap(({ title, description }) =>
      [
        ...skeleton(`${title} ${description}`)
          .toLowerCase()
          .matchAll(/\p{L}{3,}/gu),
      ].map(([word]) => word),
    ),
  );
  return words;
}
