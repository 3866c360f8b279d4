import { useQuery } from '@apollo/client/react';
import { CreateOrganizationDocument, MyOrganizationsDocument } from '@marquee/client/operations';
import { Link, useLocation } from 'wouter';
import { useAction } from '../../parts/action';
import { Field } from '../../parts/field';
import { Form } from '../../parts/form';
import { tell } from '../../parts/notices';
import { Page } from '../../parts/page';
import { Empty, Shown } from '../../parts/states';
import { NeedsSignIn } from '../../session/needs-sign-in';
import { text } from '../../text';

export default function Organizations() {
  return (
    <NeedsSignIn title={text.organizations.own}>
      {() => (
        <Page title={text.organizations.own}>
          <Own />
          <Make />
        </Page>
      )}
    </NeedsSignIn>
  );
}

function Own() {
  const result = useQuery(MyOrganizationsDocument, { fetchPolicy: 'cache-and-network' });
  return (
    <Shown of={result}>
      {({ me }) =>
        !me || me.user.organizations.length === 0 ? (
          <Empty>{text.organizations.noneOwn}</Empty>
        ) : (
          <ul className="list cards">
            {me.user.organizations.map(({ id, name, viewerRole }) => (
              <li key={id} className="card">
                <h2>
                  <Link href={`/organizations/${id}`}>{name}</Link>
                </h2>
                {viewerRole && <p className="soft">{text.organizations.roles[viewerRole]}</p>}
              </li>
            ))}
          </ul>
        )
      }
    </Shown>
  );
}

function Make() {
  const create = useAction(CreateOrganizationDocument, { refetch: ['MyOrganizations'] });
  const [, navigate] = useLocation();
  const send = async ({ name = '', websiteUrl = '' }: Record<string, string>) => {
    const success = await create.run({ name: name.trim(), websiteUrl: websiteUrl.trim() || null });
    if (!success) return;
    tell(text.organizations.made);
    navigate(`/organizations/${success.organization.id}`);
  };
  return (
    <details>
      <summary>{text.organizations.make}</summary>
      <Form
        label={text.organizations.make}
        busy={create.busy}
        problem={create.problem}
        submit={text.organizations.makeNow}
        onSubmit={(values) => void send(values)}
      >
        <Field label={text.organizations.name}>
          <input name="name" maxLength={100} autoComplete="organization" required />
        </Field>
        <Field label={text.organizations.website}>
          <input name="websiteUrl" type="url" autoComplete="url" />
        </Field>
      </Form>
    </details>
  );
}
