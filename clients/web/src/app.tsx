import { lazy, Suspense, type ComponentType } from 'react';
import { Route, Switch } from 'wouter';
import { Boundary } from './parts/boundary';
import { Loading } from './parts/states';
import { Page } from './parts/page';
import type { Path } from './paths';
import { Shell } from './shell';
import { text } from './text';

const profile = lazy(() => import('./pages/settings/profile'));
const room = lazy(() => import('./pages/chat/room'));

const pages: Record<Path, ComponentType> = {
  '/': lazy(() => import('./pages/discover/discover')),
  '/events/:id': lazy(() => import('./pages/event/event')),
  '/events/:id/checkout': lazy(() => import('./pages/checkout/checkout')),
  '/tickets': lazy(() => import('./pages/tickets/tickets')),
  '/chat': lazy(() => import('./pages/chat/rooms')),
  '/chat/:id': room,
  '/rooms/:id': room,
  '/people': lazy(() => import('./pages/people/people')),
  '/people/:id': lazy(() => import('./pages/people/person')),
  '/groups': lazy(() => import('./pages/groups/groups')),
  '/groups/:id': lazy(() => import('./pages/groups/group')),
  '/notifications': lazy(() => import('./pages/notifications/notifications')),
  '/organizations': lazy(() => import('./pages/organizations/organizations')),
  '/organizations/:id': lazy(() => import('./pages/organizations/organization')),
  '/settings': profile,
  '/settings/profile': profile,
  '/settings/privacy': lazy(() => import('./pages/settings/privacy')),
  '/settings/notifications': lazy(() => import('./pages/settings/notifications')),
  '/settings/security': lazy(() => import('./pages/settings/security')),
  '/settings/data': lazy(() => import('./pages/settings/data')),
  '/settings/webhooks': lazy(() => import('./pages/own/webhooks')),
  '/goals': lazy(() => import('./pages/own/goals')),
  '/reports': lazy(() => import('./pages/own/reports')),
  '/suggestions': lazy(() => import('./pages/own/suggestions')),
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
  '/forgot-password': lazy(() => import('./pages/links/forgot-password')),
  '/verify-email': lazy(() => import('./pages/links/verify-email')),
  '/reset-password': lazy(() => import('./pages/links/reset-password')),
  '/organization-invitation': lazy(() => import('./pages/links/organization-invitation')),
  '/data-export': lazy(() => import('./pages/links/data-export')),
  '/erasure': lazy(() => import('./pages/links/erasure')),
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
