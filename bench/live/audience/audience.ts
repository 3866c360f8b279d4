import { answerQuestions, tell } from '../../measure/worker';
import { tokensBy, type TokenSigner } from '../tokens';
import { protocols, type ProtocolName } from './protocols';
import { openSocket, type LeanSocket } from './socket';
import { Tally, type Totals } from './tally';

interface Connect {
  readonly kind: 'connect';
  readonly port: number;
  readonly protocol: ProtocolName;
  /** Signs in every subscriber as somebody else; without it they are visitors. */
  readonly signer?: TokenSigner;
  readonly sockets: number;
  readonly network: number;
}

/** A process that holds many subscribers. */
export type AudienceQuestion =
  | Connect
  /** How many have heard anything at all. */
  | { readonly kind: 'heard' }
  /** Waits until every socket has heard message `last`, but not longer than so, and counts. */
  | { readonly kind: 'finish'; readonly last: number; readonly withinMs: number }
  | { readonly kind: 'leave' };

export interface AudienceAnswer {
  readonly sockets: number;
  readonly heard: number;
  readonly totals?: Totals;
  /** Of the sockets that were lost, the first reasons. */
  readonly lost: readonly string[];
}

interface Listener {
  socket?: LeanSocket;
  heard: boolean;
  next: number;
}

/** Connections being made at once. */
const AT_ONCE = 100;
/** Sockets that share one address: nobody in the world has ten thousand, and a gateway may limit them. */
const SOCKETS_AN_ADDRESS = 10;

let listeners: Listener[] = [];
let lost: string[] = [];
let tally = new Tally();

answerQuestions<AudienceQuestion>(async (question) => {
  if (question.kind === 'connect') await connect(question);
  if (question.kind === 'leave') leave();
  const heard = listeners.filter((listener) => listener.heard).length;
  const totals = question.kind === 'finish' ? await finish(question.last, question.withinMs) : undefined;
  return { sockets: listeners.filter(({ socket }) => socket).length, heard, totals, lost: lost.slice(0, 3) } satisfies AudienceAnswer;
});
tell({ ready: true });

async function connect({ port, protocol: name, signer, sockets, network }: Connect): Promise<void> {
  const tokenOf = signer && (await tokensBy(signer));
  const protocol = protocols[name];
  const mine: Listener[] = Array.from({ length: sockets }, () => ({ heard: false, next: 1 }));
  listeners = mine;
  lost = [];
  tally = new Tally();

  const join = async (listener: Listener, index: number): Promise<void> => {
    const conversation = protocol.converse(await tokenOf?.(`subscriber ${network} ${index}`));
    const socket = await openSocket({
      port,
      path: protocol.path,
      subprotocol: 'subprotocol' in protocol ? protocol.subprotocol : undefined,
      localAddress: addressOf(network, index),
      onText: (text, from) => {
        const { message, reply } = conversation.read(text);
        if (reply) from.send(reply);
        if (!message) return;
        listener.heard = true;
        if (message.sequence > 0) listener.next = tally.take(message, listener.next, Date.now());
      },
      onClose: (reason) => {
        listener.socket = undefined;
        if (listeners === mine) lost.push(reason);
      },
    });
    listener.socket = socket;
    if (conversation.greeting) socket.send(conversation.greeting);
  };

  let index = 0;
  const worker = async () => {
    while (index < sockets) {
      const mineNow = index++;
      await join(mine[mineNow]!, mineNow).catch(() => {});
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

/** All of 127.0.0.0/8 is this machine; each process has its own part of it. */
function addressOf(network: number, index: number): string {
  const host = Math.floor(index / SOCKETS_AN_ADDRESS);
  return `127.${10 + network}.${Math.floor(host / 250)}.${1 + (host % 250)}`;
}

async function finish(last: number, withinMs: number): Promise<Totals> {
  const deadline = Date.now() + withinMs;
  while (Date.now() < deadline && listeners.some((listener) => listener.next <= last))
    await new Promise((resolve) => setTimeout(resolve, 20));
  for (const listener of listeners) tally.end(listener.next, last);
  return tally.totals();
}

function leave(): void {
  const leaving = listeners;
  listeners = [];
  for (const { socket } of leaving) socket?.destroy();
}
