import { RemoveAvatarDocument, RequestAvatarUploadDocument, SetAvatarDocument } from '@marquee/client/operations';
import { useState, type ChangeEvent } from 'react';
import { useAction } from '../../parts/action';
import { Avatar } from '../../parts/avatar';
import { Field } from '../../parts/field';
import { tell } from '../../parts/notices';
import { text } from '../../text';
import { drawn, upload } from './picture';

interface Shown {
  readonly displayName: string;
  readonly avatarUrl: string | null;
}

/** One's picture: another one, or none. */
export function PictureOfOneself({ user }: { user: Shown }) {
  const ask = useAction(RequestAvatarUploadDocument);
  const set = useAction(SetAvatarDocument, { refetch: ['OwnProfile'] });
  const remove = useAction(RemoveAvatarDocument, { refetch: ['OwnProfile'] });
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const send = async (file: File) => {
    const picture = await drawn(file).catch(() => null);
    if (!picture) return setFailure(text.settings.noPicture);
    const asked = await ask.run({ contentType: picture.type, size: picture.size });
    if (!asked) return;
    const isSent = await upload(asked.upload, picture).then(
      () => true,
      () => false,
    );
    if (!isSent) return setFailure(text.settings.pictureNotSent);
    if (await set.run({ uploadId: asked.upload.id })) tell(text.settings.pictureSet);
  };
  const choose = async ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    const [file] = currentTarget.files ?? [];
    if (!file || isBusy) return;
    setBusy(true);
    setFailure(null);
    await send(file);
    setBusy(false);
    currentTarget.value = '';
  };
  const problem = failure ?? ask.problem ?? set.problem ?? remove.problem;
  return (
    <section aria-label={text.settings.picture}>
      <div className="row">
        <Avatar person={user} isLarge />
        <Field label={text.settings.choosePicture} hint={isBusy ? text.states.sending : text.settings.pictureHint}>
          <input type="file" accept="image/png,image/jpeg,image/webp" onChange={(event) => void choose(event)} />
        </Field>
        {user.avatarUrl && (
          <button type="button" aria-disabled={remove.busy} onClick={() => void remove.run({})}>
            {text.settings.removePicture}
          </button>
        )}
      </div>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}
