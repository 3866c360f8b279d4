import { useQuery } from '@apollo/client/react';
import { OwnProfileDocument, UpdatePreferencesDocument, UpdateProfileDocument, type OwnProfileQuery } from '@marquee/client/operations';
import { useAction } from '../../parts/action';
import { Field } from '../../parts/field';
import { Form } from '../../parts/form';
import { tell } from '../../parts/notices';
import { Shown } from '../../parts/states';
import { text } from '../../text';
import { PictureOfOneself } from './picture-of-oneself';
import { interestsIn } from './profile-form';
import { SettingsPage } from './settings-page';

export default function Profile() {
  return <SettingsPage of="profile">{() => <Own />}</SettingsPage>;
}

function Own() {
  const result = useQuery(OwnProfileDocument, { fetchPolicy: 'cache-and-network' });
  return (
    <Shown of={result}>
      {({ me }) =>
        me && (
          <>
            <PictureOfOneself user={me.user} />
            <About me={me} />
            <Preferences preferences={me.preferences} />
          </>
        )
      }
    </Shown>
  );
}

type Me = NonNullable<OwnProfileQuery['me']>;

function About({ me: { user } }: { me: Me }) {
  const update = useAction(UpdateProfileDocument, { refetch: ['OwnProfile', 'SignedIn'] });
  const send = async ({ displayName = '', bio = '', interests = '', city = '' }: Record<string, string>) => {
    const input = {
      displayName: displayName.trim(),
      bio: bio.trim() || null,
      interests: interestsIn(interests),
      city: city.trim() || null,
    };
    if (await update.run(input)) tell(text.settings.saved);
  };
  return (
    <Form
      label={text.settings.places.profile}
      busy={update.busy}
      problem={update.problem}
      submit={text.settings.save}
      onSubmit={(values) => void send(values)}
    >
      <p className="soft">{text.settings.username(user.username)}</p>
      <Field label={text.signUp.name}>
        <input name="displayName" defaultValue={user.displayName} autoComplete="name" maxLength={80} required />
      </Field>
      <Field label={text.settings.bio}>
        <textarea name="bio" defaultValue={user.bio ?? ''} maxLength={500} />
      </Field>
      <Field label={text.settings.interests} hint={text.desk.tagsHint}>
        <input name="interests" defaultValue={(user.interests ?? []).join(', ')} />
      </Field>
      <Field label={text.settings.city} hint={text.settings.cityHint}>
        <input name="city" defaultValue={user.city ?? ''} maxLength={80} autoComplete="address-level2" />
      </Field>
    </Form>
  );
}

const ZONES = Intl.supportedValuesOf('timeZone');

function Preferences({ preferences: { language, timeZone, theme } }: Pick<Me, 'preferences'>) {
  const update = useAction(UpdatePreferencesDocument, { refetch: ['OwnProfile', 'SignedIn'] });
  const send = async (values: Record<string, string>) => {
    const { language: chosen, timeZone: zone, theme: look } = values;
    const input = {
      language: (chosen || null) as Me['preferences']['language'],
      timeZone: zone || null,
      theme: look as Me['preferences']['theme'],
    };
    if (await update.run(input)) tell(text.settings.saved);
  };
  return (
    <>
      <h2>{text.settings.preferences}</h2>
      <Form
        label={text.settings.preferences}
        busy={update.busy}
        problem={update.problem}
        submit={text.settings.savePreferences}
        onSubmit={(values) => void send(values)}
      >
        <Field label={text.settings.language} hint={text.settings.languageHint}>
          <select name="language" defaultValue={language ?? ''}>
            <option value="">{text.settings.none}</option>
            {Object.entries(text.settings.languages).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </Field>
        <Field label={text.settings.timeZone} hint={text.settings.timeZoneHint}>
          <select name="timeZone" defaultValue={timeZone ?? ''}>
            <option value="">{text.settings.none}</option>
            {(timeZone === null || ZONES.includes(timeZone) ? ZONES : [timeZone, ...ZONES]).map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </select>
        </Field>
        <Field label={text.settings.theme}>
          <select name="theme" defaultValue={theme}>
            {Object.entries(text.settings.themes).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </Field>
      </Form>
    </>
  );
}
