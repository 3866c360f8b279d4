import type { Sms, SmsSender } from '../src/ports/sms-sender';
import type { World } from './world';

/** Takes short messages as a provider does, and has them ready to be read; it throws the faults it is given first, one a try. */
export class TestSmsSender implements SmsSender {
  readonly name = 'test';
  readonly sent: Sms[] = [];
  readonly faults: Error[] = [];

  async send(message: Sms): Promise<void> {
    const fault = this.faults.shift();
    if (fault) throw fault;
    this.sent.push(message);
  }
}

/** Sends what is due and returns the code in the last message to a number. */
export async function codeSentTo(world: World, number: string): Promise<string> {
  await world.subgraph.runJob('send-sms');
  const code = /\b\d{6}\b/.exec(world.sms.sent.findLast(({ to }) => to === number)?.text ?? '')?.[0];
  if (!code) throw new Error(`No message with a code was sent to ${number}.`);
  return code;
}
