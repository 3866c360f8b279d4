import { VerifyEmailDocument } from '@marquee/client/operations';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { useAction } from '../../parts/action';
import { Loading } from '../../parts/states';
import { useViewer } from '../../session/viewer';
import { text } from '../../text';
import { LinkPage } from './link-page';

export default function VerifyEmail() {
  return <LinkPage title={text.links.verify}>{(token) => <Verifying token={token} />}</LinkPage>;
}

function Verifying({ token }: { token: string }) {
  const { viewer } = useViewer();
  const verify = useAction(VerifyEmailDocument);
  const [email, setEmail] = useState<string | null>(null);
  const send = async () => {
    const success = await verify.run({ token });
    if (success) setEmail(success.email);
  };
  const isBegun = useRef(false);
  useEffect(() => {
    if (isBegun.current) return;
    isBegun.current = true;
    void send();
  });
  if (email !== null)
    return (
      <>
        <p role="status">{text.links.verified(email)}</p>
        <p>{viewer ? <Link href="/">{text.shell.places.discover}</Link> : <Link href="/sign-in">{text.session.signIn}</Link>}</p>
      </>
    );
  if (verify.problem === null) return <Loading />;
  return (
    <div className="failure" role="alert">
      <p>{verify.problem}</p>
      <button type="button" onClick={() => void send()}>
        {text.states.retry}
      </button>
    </div>
  );
}
