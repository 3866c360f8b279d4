import { text } from '../../text';
import { NeedsSignIn } from '../../session/needs-sign-in';
export default function Tickets() {
  return <NeedsSignIn title={text.shell.places.tickets}>{() => null}</NeedsSignIn>;
}
