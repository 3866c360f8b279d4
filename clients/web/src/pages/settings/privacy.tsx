import { useQuery } from '@apollo/client/react';
import { OwnProfileDocument, UpdateProfileDocument, type OwnProfileQuery } from '@marquee/client/operations';
import { useAction } from '../../parts/action';
import { Field } from '../../parts/field';
import { Form } from '../../parts/form';
import { tell } from '../../parts/notices';
import { Shown } from '../../parts/states';
import { text } from '../../text';
import { SettingsPage } from './settings-page';

type Privacy = NonNullable<OwnProfileQuery['me']>['privacy'];

const VISIBLE = ['bio', 'location', 'interests', 'friends', 'attendance'] as const;
const CHOSEN = ['suggestible', 'ranked', 'findableByPhone'] as const;

export default function PrivacyPage() {
  return <SettingsPage of="privacy">{() => <Own />}</SettingsPage>;
}

function Own() {
  const result = useQuery(OwnProfileDocument, { fetchPolicy: 'cache-and-network' });
  return <Shown of={result}>{({ me }) => me && <Choices privacy={me.privacy} />}</Shown>;
}

function Choices({ privacy }: { privacy: Privacy }) {
  const update = useAction(UpdateProfileDocument, { refetch: ['OwnProfile'] });
  const send = async (values: Record<string, string>) => {
    const visible = Object.fromEntries(VISIBLE.map((name) => [name, values[name] as Privacy['bio']]));
    const chosen = Object.fromEntries(CHOSEN.map((name) => [name, name in values]));
    if (await update.run({ privacy: { ...visible, ...chosen } })) tell(text.settings.saved);
  };
  return (
    <Form
      label={text.settings.places.privacy}
      busy={update.busy}
      problem={update.problem}
      submit={text.settings.save}
      onSubmit={(values) => void send(values)}
    >
      {VISIBLE.map((name) => (
        <Field key={name} label={text.settings.whoSees[name]}>
          <select name={name} defaultValue={privacy[name]}>
            {Object.entries(text.settings.visibilities).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </Field>
      ))}
      {CHOSEN.map((name) => (
        <label key={name} className="check">
          <input type="checkbox" name={name} defaultChecked={privacy[name]} />
          {text.settings.choices[name]}
        </label>
      ))}
    </Form>
  );
}
