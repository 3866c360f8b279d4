import type { Mail, Mailer } from '../src/ports/mailer';
import type { World } from './world';

/** Takes mails as a mailer does, and has them ready to be read; it throws the faults it is given first, one a try. */
export class TestMailer implements Mailer {
  readonly name = 'test';
  readonly sent: Mail[] = [];
  readonly faults: Error[] = [];

  async send(mail: Mail): Promise<void> {
    const fault = this.faults.shift();
    if (fault) throw fault;
    this.sent.push(mail);
  }

  /** The last mail of this kind to an address. The kind is asked for: mails are sent side by side, so the last of all may be any. */
  to(address: string, kind: string): Mail | undefined {
    return this.sent.findLast((mail) => mail.to === address && mail.kind === kind);
  }
}

/** Sends what is due and returns the token in the last mail of this kind to an address. */
export async function tokenIn(world: World, address: string, kind: string): Promise<string> {
  await world.subgraph.runJob('send-mails');
  const token = /#token=([\w-]+)/.exec(world.mailer.to(address, kind)?.text ?? '')?.[1];
  if (!token) throw new Error(`No mail of ${kind} with a token was sent to ${address}.`);
  return token;
}
