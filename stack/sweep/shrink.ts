import type { Round } from './history';

/**
 * The smallest part of a history that still shows the fault, by leaving out ever smaller parts (delta debugging, Zeller and Hildebrandt
 * 2002). `fails` is asked at most `tries` times.
 */
export async function shrink(history: readonly Round[], fails: (part: readonly Round[]) => Promise<boolean>, tries = 60): Promise<Round[]> {
  let present = [...history];
  let left = tries;
  const failsStill = async (part: readonly Round[]) => left-- > 0 && (await fails(part));
  for (let size = Math.ceil(present.length / 2); size >= 1 && left > 0;) {
    let smaller = false;
    for (let from = 0; from < present.length && left > 0;) {
      const part = [...present.slice(0, from), ...present.slice(from + size)];
      if (part.length < present.length && (await failsStill(part))) {
        present = part;
        smaller = true;
      } else {
        from += size;
      }
    }
    if (size === 1 && !smaller) break;
    size = smaller ? Math.min(size, Math.ceil(present.length / 2)) : Math.floor(size / 2);
  }
  return withoutOperations(present, failsStill);
}

/** Then single operations of its rounds. */
async function withoutOperations(history: Round[], failsStill: (part: readonly Round[]) => Promise<boolean>): Promise<Round[]> {
  let present = history;
  for (const operation of history.flat()) {
    const part = present.map((round) => round.filter((other) => other !== operation)).filter((round) => round.length > 0);
    if (await failsStill(part)) present = part;
  }
  return present;
}
