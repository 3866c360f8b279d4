import { Page } from '../../parts/page';
import { NeedsSignIn } from '../../session/needs-sign-in';
import { mayAdminister } from '../../session/rights';
import { text } from '../../text';
import { Appeals } from './appeals';
import { Books } from './books';
import { People } from './people';

export default function Admin() {
  return (
    <NeedsSignIn title={text.admin.title} may={mayAdminister}>
      {({ role, user }) => (
        <Page title={text.admin.title}>
          <People isAdmin={role === 'ADMIN'} viewerId={user.id} />
          <Appeals />
          {role === 'ADMIN' && <Books />}
        </Page>
      )}
    </NeedsSignIn>
  );
}
