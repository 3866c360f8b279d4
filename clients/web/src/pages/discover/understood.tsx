import type { DiscoverQuery, QueryPart } from '@marquee/client/operations';
import { text } from '../../text';

type UnderstoodQuery = NonNullable<DiscoverQuery['searchEvents']['understood']>;

/** What was made of the words, each part with a way to take it back. */
export function Understood({ query, onWithout }: { query: UnderstoodQuery; onWithout: (part: QueryPart) => void }) {
  const parts = partsOf(query);
  const { corrections, ignoredWords, isLoose } = query;
  if (parts.length + corrections.length + ignoredWords.length === 0 && !isLoose) return null;
  return (
    <div>
      {parts.length > 0 && (
        <ul className="chips" aria-label={text.discover.understood}>
          {parts.map(([part, words]) => (
            <li key={`${part} ${words}`}>
              <button type="button" className="small" title={text.discover.without(words)} onClick={() => onWithout(part)}>
                {words} <span aria-hidden="true">×</span>
                <span className="unseen">{text.discover.without(words)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {corrections.map(({ from, to }) => (
        <p key={from} className="soft">
          {text.discover.corrected(from, to)}
        </p>
      ))}
      {ignoredWords.length > 0 && <p className="soft">{text.discover.ignored(ignoredWords.join(' '))}</p>}
      {isLoose && <p className="soft">{text.discover.loose}</p>}
    </div>
  );
}

export function partsOf({ dates, price, audiences, place, organizer, categories }: UnderstoodQuery): [QueryPart, string][] {
  return [
    ...(dates ? [['DATES', dates.words] as [QueryPart, string]] : []),
    ...(price ? [['PRICE', price.words] as [QueryPart, string]] : []),
    ...audiences.map(({ words }): [QueryPart, string] => ['AUDIENCE', words]),
    ...(place ? [['PLACE', place.words] as [QueryPart, string]] : []),
    ...(organizer ? [['ORGANIZER', organizer.words] as [QueryPart, string]] : []),
    ...categories.map(({ words }): [QueryPart, string] => ['CATEGORIES', words]),
  ];
}
