import { sent, type Push, type Pusher, type PushOutcome } from '../src/ports/pusher';

/** Takes pushes as a push service does; `outcomes` are what it says first, one a push, and `gone` are tokens it does not know. */
export class TestPusher implements Pusher {
  readonly name = 'test';
  readonly taken: Push[] = [];
  readonly outcomes: PushOutcome[] = [];
  readonly gone = new Set<string>();
  /** What receipts say, by token; null: this push service has none. */
  readonly said = new Map<string, PushOutcome>();
  receipts: Pusher['receipts'];
  private readonly tokens = new Map<string, string>();

  constructor(private readonly withReceipts: boolean) {
    this.receipts = withReceipts
      ? async (ids) =>
          new Map(ids.flatMap((id) => (this.said.has(this.tokens.get(id)!) ? [[id, this.said.get(this.tokens.get(id)!)!]] : [])))
      : null;
  }

  async send(pushes: readonly Push[]): Promise<PushOutcome[]> {
    return pushes.map((push) => {
      if (this.gone.has(push.token)) return { is: 'GONE', code: 'UNREGISTERED' };
      const outcome = this.outcomes.shift();
      if (outcome) return outcome;
      this.taken.push(push);
      if (!this.withReceipts) return sent();
      this.tokens.set(push.id, push.token);
      return sent(push.id);
    });
  }

  /** What a device has been shown, the oldest first. */
  shownOn = (token: string): Push[] => this.taken.filter((push) => push.token === token && push.title !== null);
  /** The numbers that a device was told without showing anything. */
  badgesOf = (token: string): number[] =>
    this.taken.filter((push) => push.token === token && push.title === null).map(({ badge }) => badge);
}
