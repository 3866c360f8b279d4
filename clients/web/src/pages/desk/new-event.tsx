import { useQuery } from '@apollo/client/react';
import { CategoriesDocument, CreateEventDocument, MyOrganizationsDocument } from '@marquee/client/operations';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useAction } from '../../parts/action';
import { Field } from '../../parts/field';
import { Form } from '../../parts/form';
import { tell } from '../../parts/notices';
import { Page } from '../../parts/page';
import { NeedsSignIn } from '../../session/needs-sign-in';
import { text } from '../../text';
import { rolesToGive } from '../organizations/organization-rights';
import { draftOf, type FormValues } from './event-form';

const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

export default function NewEvent() {
  return <NeedsSignIn title={text.desk.create}>{() => <Draft />}</NeedsSignIn>;
}

function Draft() {
  const create = useAction(CreateEventDocument, { refetch: ['MyEvents'] });
  const { data } = useQuery(CategoriesDocument);
  const organizations = useQuery(MyOrganizationsDocument).data?.me?.user.organizations ?? [];
  // Who may invite there puts events on there, too: owners and managers.
  const ownedBy = organizations.filter(({ viewerRole }) => rolesToGive(viewerRole).length > 0);
  const [fault, setFault] = useState<string | null>(null);
  const [, navigate] = useLocation();
  const send = async (values: FormValues) => {
    const draft = draftOf(values);
    setFault(draft ? null : text.desk.badTime);
    const success = draft && (await create.run(draft));
    if (!success) return;
    tell(text.desk.created);
    navigate(`/desk/${success.event.id}`);
  };
  return (
    <Page title={text.desk.create}>
      <Form
        label={text.desk.create}
        busy={create.busy}
        problem={fault ?? create.problem}
        submit={text.desk.saveDraft}
        onSubmit={(values) => void send(values)}
      >
        {ownedBy.length > 0 && (
          <Field label={text.organizations.inTheName}>
            <select name="organizationId" defaultValue="">
              <option value="">{text.organizations.yourself}</option>
              {ownedBy.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </Field>
        )}
        <Field label={text.desk.name}>
          <input name="title" maxLength={200} required />
        </Field>
        <Field label={text.desk.description} hint={text.desk.descriptionHint}>
          <textarea name="description" rows={8} maxLength={10_000} required />
        </Field>
        <Field label={text.event.kind}>
          <select name="categorySlug" required defaultValue="">
            <option value="" disabled>
              {text.reviews.choose}
            </option>
            {data?.categories.map(({ slug, name, parent }) => (
              <option key={slug} value={slug}>
                {parent ? `– ${name}` : name}
              </option>
            ))}
          </select>
        </Field>
        <div className="row">
          <Field label={text.desk.begins}>
            <input name="startsAt" type="datetime-local" required />
          </Field>
          <Field label={text.desk.ends}>
            <input name="endsAt" type="datetime-local" required />
          </Field>
        </div>
        <Field label={text.desk.timezone}>
          <select name="timezone" defaultValue={here}>
            {[...new Set([here, ...Intl.supportedValuesOf('timeZone')])].map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </select>
        </Field>
        <fieldset>
          <legend>{text.event.where}</legend>
          <Field label={text.desk.venueName}>
            <input name="venueName" maxLength={200} required />
          </Field>
          <div className="row">
            <Field label={text.desk.venueAddress}>
              <input name="venueAddress" maxLength={300} />
            </Field>
            <Field label={text.desk.venueCity}>
              <input name="venueCity" maxLength={100} />
            </Field>
          </div>
        </fieldset>
        <Field label={text.desk.capacity} hint={text.desk.capacityHint}>
          <input name="capacity" type="number" min={1} inputMode="numeric" />
        </Field>
        <Field label={text.event.tags} hint={text.desk.tagsHint}>
          <input name="tags" />
        </Field>
      </Form>
    </Page>
  );
}
