interface Stoppable {
  stop(): Promise<unknown>;
}

/** Answers a function that remembers what a test has opened: it is stopped after the test, the last first, whether or not it passed. */
export function stopsAfterEach(): <T extends Stoppable>(opened: T) => T {
  const all: Stoppable[] = [];
  afterEach(async () => {
    for (let one = all.pop(); one; one = all.pop()) await one.stop();
  });
  return (opened) => {
    all.push(opened);
    return opened;
  };
}
