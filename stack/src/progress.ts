/** Tells a person what is going on while the stack starts: one line a step, with its time. */
export interface Progress {
  step<T>(title: string, work: (note: (detail: string) => void) => Promise<T>): Promise<T>;
}

export function consoleProgress(write: (text: string) => void = (text) => process.stdout.write(text)): Progress {
  return {
    async step(title, work) {
      const started = Date.now();
      let detail = '';
      const result = await work((text) => {
        detail = `: ${text}`;
      });
      write(`  ${title}${detail} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`);
      return result;
    },
  };
}

export const silentProgress: Progress = { step: (_title, work) => work(() => undefined) };
