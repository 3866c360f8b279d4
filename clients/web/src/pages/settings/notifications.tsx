import { useQuery } from '@apollo/client/react';
import {
  NotificationPreferencesDocument,
  OwnProfileDocument,
  UpdateNotificationPreferencesDocument,
  UpdatePreferencesDocument,
  type OwnProfileQuery,
} from '@marquee/client/operations';
import { useAction } from '../../parts/action';
import { Field } from '../../parts/field';
import { Form } from '../../parts/form';
import { words } from '../../parts/format';
import { tell } from '../../parts/notices';
import { Shown } from '../../parts/states';
import { text } from '../../text';
import { groupsOf, type Group, type Kind, type Preference } from './notification-groups';
import { SettingsPage } from './settings-page';

export default function Notifications() {
  return (
    <SettingsPage of="notifications">
      {() => (
        <>
          <Ways />
          <Kinds />
        </>
      )}
    </SettingsPage>
  );
}

type Preferences = NonNullable<OwnProfileQuery['me']>['preferences'];

function Ways() {
  const result = useQuery(OwnProfileDocument, { fetchPolicy: 'cache-and-network' });
  return <Shown of={result}>{({ me }) => me && <Rest preferences={me.preferences} />}</Shown>;
}

/** How mails are gathered, and when nothing is sent. */
function Rest({ preferences: { digest, quietHours } }: { preferences: Preferences }) {
  const update = useAction(UpdatePreferencesDocument, { refetch: ['OwnProfile'] });
  const send = async (values: Record<string, string>) => {
    const { from, until } = values;
    const input = { digest: values.digest as Preferences['digest'], quietHours: from && until ? { from, until } : null };
    if (await update.run(input)) tell(text.settings.saved);
  };
  return (
    <Form
      label={text.settings.delivery}
      busy={update.busy}
      problem={update.problem}
      submit={text.settings.save}
      onSubmit={(values) => void send(values)}
    >
      <Field label={text.settings.digest} hint={text.settings.digestHint}>
        <select name="digest" defaultValue={digest}>
          {Object.entries(text.settings.digests).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </Field>
      <fieldset>
        <legend>{text.settings.quiet}</legend>
        <p className="hint">{text.settings.quietHint}</p>
        <div className="row">
          <Field label={text.settings.quietFrom}>
            <input type="time" name="from" defaultValue={quietHours?.from ?? ''} />
          </Field>
          <Field label={text.settings.quietUntil}>
            <input type="time" name="until" defaultValue={quietHours?.until ?? ''} />
          </Field>
        </div>
      </fieldset>
    </Form>
  );
}

function Kinds() {
  const result = useQuery(NotificationPreferencesDocument, { fetchPolicy: 'cache-and-network' });
  return (
    <Shown of={result}>
      {({ me }) =>
        me && (
          <>
            {groupsOf(me.notificationPreferences).map(({ group, preferences }) => (
              <Table key={group} group={group} preferences={preferences} />
            ))}
          </>
        )
      }
    </Shown>
  );
}

const nameOf = (kind: Kind): string => text.settings.kinds[kind] ?? words(kind);

function Table({ group, preferences }: { group: Group; preferences: readonly Preference[] }) {
  const update = useAction(UpdateNotificationPreferencesDocument, { refetch: ['NotificationPreferences'] });
  const channels = preferences[0]!.channels.map(({ channel }) => channel);
  return (
    <section aria-label={text.settings.groups[group]}>
      <h2>{text.settings.groups[group]}</h2>
      {update.problem && (
        <p className="problem" role="alert">
          {update.problem}
        </p>
      )}
      <div className="scroll" tabIndex={0} role="group" aria-label={text.settings.groups[group]}>
        <table>
          <thead>
            <tr>
              <th scope="col">{text.settings.kind}</th>
              {channels.map((channel) => (
                <th key={channel} scope="col">
                  {text.settings.channels[channel]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preferences.map(({ type, channels: ways }) => (
              <tr key={type}>
                <th scope="row">{nameOf(type)}</th>
                {ways.map(({ channel, enabled, isFixed }) => (
                  <td key={channel}>
                    <input
                      type="checkbox"
                      aria-label={`${nameOf(type)}: ${text.settings.channels[channel]}`}
                      checked={enabled}
                      disabled={isFixed}
                      aria-disabled={update.busy}
                      onChange={() => void update.run({ preferences: [{ type, channel, enabled: !enabled }] })}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
