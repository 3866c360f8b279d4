import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { Boundary } from './parts/boundary';
import { Loading } from './parts/states';
import { Page } from './parts/page';
import { Shell } from './shell';
import { text } from './text';

const pages = {
  '/': lazy(() => import('./pages/discover/discover')),
  '/events/:id': lazy(() => import('./pages/event/event')),
  '/events/:id/checkout': lazy(() => import('./pages/checkout/checkout')),
  '/tickets': lazy(() => import('./pages/tickets/tickets')),
  '/chat': lazy(() => import('./pages/chat/rooms')),
  '/chat/:id': lazy(() => import('./pages/chat/room')),
  '/notifications': lazy(() => import('./pages/notifications/notifications')),
  '/desk': lazy(() => import('./pages/desk/desk')),
  '/desk/new': lazy(() => import('./pages/desk/new-event')),
  '/desk/:id': lazy(() => import('./pages/desk/event-desk')),
  '/desk/:id/door': lazy(() => import('./pages/door/door-page')),
  '/curation': lazy(() => import('./pages/curation/queue')),
  '/curation/review/:id': lazy(() => import('./pages/curation/work')),
  '/curation/cases/:id': lazy(() => import('./pages/curation/case')),
  '/admin': lazy(() => import('./pages/admin/admin')),
  '/sign-in': lazy(() => import('./pages/sign-in/sign-in')),
  '/sign-up': lazy(() => import('./pages/sign-in/sign-up')),
};

/** Each page is a file of its own, loaded when somebody goes there. */
export const App = () => (
  <Shell>
    <Boundary>
      <Suspense fallback={<Loading />}>
        <Switch>
          {Object.entries(pages).map(([path, page]) => (
            <Route key={path} path={path} component={page} />
          ))}
          <Route>
            <Page title={text.states.nowhere}>
              <p>{text.states.nowhereMore}</p>
            </Page>
          </Route>
        </Switch>
      </Suspense>
    </Boundary>
  </Shell>
);
