import type { CategoriesQuery, DiscoverQuery } from '@marquee/client/operations';
import { number, words } from '../../parts/format';
import { text } from '../../text';
import { hasValue, isFiltered, toggle, withoutFilters, type FacetField, type SearchState } from './search-state';

interface FacetsProps {
  readonly facets: DiscoverQuery['searchEvents']['facets'];
  readonly categories: CategoriesQuery['categories'];
  readonly state: SearchState;
  readonly onChange: (state: SearchState) => void;
}

/** The most telling values of a long facet are enough. */
const MOST = 8;

/** What the events that were found have in common, to narrow them down by. */
export function Facets({ facets, categories, state, onChange }: FacetsProps) {
  const name = (field: FacetField, value: string): string => {
    if (field === 'CATEGORY') return categories.find(({ slug }) => slug === value)?.name ?? words(value.replaceAll('-', ' '));
    if (field === 'FORMAT') return text.discover.formats[value] ?? words(value);
    if (field === 'PRICE') return text.discover.prices[value] ?? words(value);
    if (field === 'MONTH')
      return new Intl.DateTimeFormat(text.locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${value}-15`));
    return value;
  };
  return (
    <details className="facets" open={matchMedia('(min-width: 50rem)').matches}>
      <summary>{text.discover.filters}</summary>
      {isFiltered(state) && (
        <button type="button" className="small" onClick={() => onChange(withoutFilters(state))}>
          {text.discover.clear}
        </button>
      )}
      {facets
        .filter(({ values }) => values.length > 0)
        .map(({ field, values }) => (
          <fieldset key={field}>
            <legend>{text.discover.facets[field]}</legend>
            {values.slice(0, MOST).map(({ value, count }) => (
              <label key={value} className="check">
                <input type="checkbox" checked={hasValue(state, field, value)} onChange={() => onChange(toggle(state, field, value))} />
                {name(field, value)} <span className="soft">{number(count)}</span>
              </label>
            ))}
          </fieldset>
        ))}
    </details>
  );
}
