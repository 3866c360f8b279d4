import { randomUUID } from 'node:crypto';
import type { Viewer } from '@marquee/platform';
import {
  DeleteMessageDocument,
  EditMessageDocument,
  InviteToGroupDocument,
  JoinGroupDocument,
  LeaveGroupDocument,
  MarkDeliveredDocument,
  MarkReadDocument,
  MarkUnreadDocument,
  PinMessageDocument,
  ReactToMessageDocument,
  RemoveFromGroupDocument,
  RemoveReactionDocument,
  UnpinMessageDocument,
  UpdateChatSettingsDocument,
} from './generated/documents';
import { asked, Follower, type Shown } from './followers';
import type { World } from './world';

/** Numbers that follow from a seed: mulberry32. */
export function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

export interface Cast {
  owner: Viewer;
  others: readonly [Viewer, Viewer, Viewer];
}

/**
 * A room in which people say, change, delete, pin and read things, answer with signs, come and go at random; one app never leaves, another
 * drops again and again, and comes back by the stream or by asking for what it missed. Returns what each shows in the end, what a query shows, and the numbers that each was told.
 */
export async function liveAndDrop(
  world: World,
  { owner, others }: Cast,
  seed: number,
  moves: number,
): Promise<{
  stayed: Shown;
  dropped: Shown;
  queried: Shown;
  guest: [Shown, Shown];
  numbers: Record<'stayed' | 'dropped' | 'guest', number[]>;
}> {
  const random = randomOf(seed);
  const { id: groupId, roomId } = await world.group(owner, others.slice(0, 2));
  const people = [owner, ...others];
  const said: string[] = [];
  const stayed = new Follower(world, owner, roomId);
  const dropped = new Follower(world, owner, roomId);
  await stayed.come();
  // Comes and goes as a member, and only ever asks for what it missed.
  const guest = new Follower(world, others[0], roomId);
  for (let move = 0; move < moves; move++) {
    if (random(4) === 0) {
      if (dropped.isThere) await dropped.go();
      else if (random(2) === 0) await dropped.catchUp();
      else await dropped.come();
    }
    if (random(5) === 0) await guest.catchUp();
    const who = people[random(people.length)]!;
    const messageId = said.at(-1 - random(Math.max(1, Math.min(5, said.length)))) ?? randomUUID();
    const emoji = ['👍', '🎉', '😀'][random(3)]!;
    const other = others[random(3)]!;
    // Many are refused, because it is not theirs or they are not there: then nothing is told.
    switch (random(15)) {
      case 0:
      case 1:
      case 2: {
        const sent = await world.run(
          who,
          `mutation($input: SendMessageInput!) { sendMessage(input: $input) { ... on SendMessageSuccess { sent { id } } } }`,
          {
            input: {
              roomId,
              text: `move ${move}`,
              clientMessageId: String(move),
              replyToId: random(2) === 0 ? (said.at(-1) ?? null) : null,
            },
          },
        );
        if (sent.sendMessage.sent) said.push(sent.sendMessage.sent.id as string);
        break;
      }
      case 3:
      case 4:
        await world.run(who, EditMessageDocument, { input: { messageId, text: `changed ${move}` } });
        break;
      case 5:
        await world.run(who, DeleteMessageDocument, { input: { messageId } });
        break;
      case 6:
      case 7:
        await world.run(who, ReactToMessageDocument, { input: { messageId, emoji } });
        break;
      case 8:
        await world.run(who, RemoveReactionDocument, { input: { messageId, emoji } });
        break;
      case 9:
        await world.run(who, MarkReadDocument, { input: { roomId, sequence: random(said.length + 2) } });
        break;
      case 12:
        await world.run(who, MarkDeliveredDocument, { input: { delivered: [{ roomId, sequence: random(said.length + 2) }] } });
        break;
      case 13:
        await world.run(who, UpdateChatSettingsDocument, { input: { readReceipts: random(2) === 0 } });
        break;
      case 14:
        await world.run(who, MarkUnreadDocument, { input: { roomId, sequence: 1 + random(said.length + 2) } });
        break;
      case 10:
        if (random(2) === 0) await world.run(owner, PinMessageDocument, { input: { messageId } });
        else await world.run(owner, UnpinMessageDocument, { input: { messageId } });
        break;
      default:
        if (random(2) === 0) await world.run(other, JoinGroupDocument, { input: { groupId } });
        else if (random(2) === 0) await world.run(other, LeaveGroupDocument, { input: { groupId } });
        else await world.run(owner, RemoveFromGroupDocument, { input: { groupId, userId: other.id } });
    }
  }
  // It goes on by the stream, or asks for what it missed and goes away again.
  const bySync = !dropped.isThere && random(2) === 0;
  if (!bySync && !dropped.isThere) await dropped.come();
  const last = await world.say(owner, roomId, 'the end');
  if (bySync) await dropped.catchUp();
  await Promise.all([stayed.sees(last.id), dropped.sees(last.id)]);
  const queried = await asked(world, owner, roomId);
  const result = {
    stayed: stayed.shows(),
    dropped: dropped.shows(),
    queried,
    numbers: { stayed: stayed.numbers, dropped: dropped.numbers },
  };
  await Promise.all([stayed.go(), dropped.go()]);
  // Who was removed comes in again when they are asked.
  await world.run(owner, InviteToGroupDocument, { input: { groupId, userId: others[0].id } });
  await world.run(others[0], JoinGroupDocument, { input: { groupId } });
  await guest.catchUp();
  return { ...result, guest: [guest.shows(), await asked(world, others[0], roomId)], numbers: { ...result.numbers, guest: guest.numbers } };
}

/** Runs of `liveAndDrop`, each of another seed: who dropped and who stayed show what a query shows, and were told of every number once. */
export async function endsAsOneThatNeverLeft(
  world: World,
  { from, runs, moves }: { from: number; runs: number; moves: number },
): Promise<void> {
  const [owner, ada, bo, cy] = [await world.person(), await world.person(), await world.person(), await world.person()];
  for (let seed = from; seed < from + runs; seed++) {
    // A new account makes few groups in an hour.
    world.clock.advance(3_600_000);
    const { stayed, dropped, queried, guest, numbers } = await liveAndDrop(world, { owner, others: [ada, bo, cy] }, seed, moves);
    expect({ seed, ...dropped }).toEqual({ seed, ...queried });
    expect({ seed, ...stayed }).toEqual({ seed, ...queried });
    expect({ seed, ...guest[0] }).toEqual({ seed, ...guest[1] });
    for (const told of Object.values(numbers)) expect(told).toEqual(Array.from({ length: told.length }, (_, index) => index + 1));
  }
}
