import { useQuery } from '@apollo/client/react';
import { CategoriesDocument, DiscoverDocument, type QueryPart } from '@marquee/client/operations';
import { lazy, Suspense, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { Form } from '../../parts/form';
import { Field } from '../../parts/field';
import { More } from '../../parts/more';
import { tell } from '../../parts/notices';
import { Page } from '../../parts/page';
import { Empty, Loading, Shown } from '../../parts/states';
import { text } from '../../text';
import { EventCard } from './event-card';
import { Facets } from './facets';
import { readState, searchFor, variablesOf, writeState, type SearchState } from './search-state';
import { Understood } from './understood';

const EventMap = lazy(() => import('./event-map').then((module) => ({ default: module.EventMap })));

const PAGE = 24;
const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export default function Discover() {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const state = useMemo(() => readState(search), [search]);
  const go = (next: SearchState) => navigate([path, writeState(next)].filter(Boolean).join('?'));
  const { data, previousData, ...result } = useQuery(DiscoverDocument, { variables: variablesOf(state, PAGE, timezone) });
  const { data: known } = useQuery(CategoriesDocument);
  const without = (part: QueryPart) => go({ ...state, without: [...state.without, part] });
  return (
    <Page title={text.discover.title}>
      <div role="search">
        <Form
          key={state.words}
          label={text.discover.submit}
          busy={false}
          problem={null}
          submit={text.discover.submit}
          onSubmit={({ q = '' }) => go(searchFor(state, q))}
          others={<Near state={state} onChange={go} />}
        >
          <Field label={text.discover.search} hint={text.discover.searchHint}>
            <input name="q" type="search" defaultValue={state.words} enterKeyHint="search" />
          </Field>
        </Form>
      </div>
      <Shown of={{ ...result, data: data ?? previousData }}>
        {({ searchEvents: { nodes, totalCount, isEstimated, pageInfo, facets, understood } }) => (
          <>
            {understood && <Understood query={understood} onWithout={without} />}
            <div className="sides">
              <Facets facets={facets} categories={known?.categories ?? []} state={state} onChange={go} />
              <section aria-label={text.discover.found(totalCount, isEstimated)} aria-busy={result.loading}>
                <div className="top">
                  <p role="status">{text.discover.found(totalCount, isEstimated)}</p>
                  <Views state={state} onChange={go} />
                </div>
                {nodes.length === 0 && <Empty>{text.discover.none}</Empty>}
                {state.view === 'map' ? (
                  <Suspense fallback={<Loading />}>
                    <EventMap events={nodes} />
                    {pageInfo.hasNextPage && <p className="soft">{text.discover.moreOnMap}</p>}
                  </Suspense>
                ) : (
                  <ul className="list cards">
                    {nodes.map((event) => (
                      <EventCard key={event.id} event={event} />
                    ))}
                  </ul>
                )}
                <More after={pageInfo} load={(after) => result.fetchMore({ variables: { after } })} />
              </section>
            </div>
          </>
        )}
      </Shown>
    </Page>
  );
}

type Order = NonNullable<SearchState['order']>;

interface StateProps {
  readonly state: SearchState;
  readonly onChange: (state: SearchState) => void;
}

function Views({ state, onChange }: StateProps) {
  const orders = Object.entries(text.discover.orders) as [Order, string][];
  return (
    <div className="row">
      <label className="check">
        {text.discover.order}
        <select value={state.order ?? 'RELEVANCE'} onChange={({ target }) => onChange({ ...state, order: target.value as Order })}>
          {orders
            .filter(([order]) => order !== 'NEAREST' || state.near)
            .map(([order, label]) => (
              <option key={order} value={order}>
                {label}
              </option>
            ))}
        </select>
      </label>
      <div role="group" aria-label={text.discover.views} className="row">
        {(['list', 'map'] as const).map((view) => (
          <button key={view} type="button" aria-pressed={state.view === view} onClick={() => onChange({ ...state, view })}>
            {text.discover[view]}
          </button>
        ))}
      </div>
    </div>
  );
}

/** Where one is leaves the browser only when one asks for it, and as coarse as a street. */
function Near({ state, onChange }: StateProps) {
  const find = () => {
    if (!('geolocation' in navigator)) return tell(text.discover.nowhere);
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude } }) => onChange({ ...state, near: { latitude, longitude } }),
      () => tell(text.discover.nowhere),
    );
  };
  return (
    <button
      type="button"
      aria-pressed={state.near !== null}
      onClick={() => (state.near ? onChange({ ...state, near: null, order: null }) : find())}
    >
      {text.discover.near}
    </button>
  );
}
