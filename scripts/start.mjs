// `npm start` and `npm run start:services`: generates and compiles what has changed, then is the product itself, in this process. A chain of
// commands would go on behind the back of npm: npm tells a signal to the shell that it has started, and the shell ends without a word.
//
//   node --max-semi-space-size=32 --enable-source-maps scripts/start.mjs [services]
import './require-node.mjs';
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const services = process.argv[2] === 'services';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Whoever stops meanwhile stops the step, and nothing follows. */
function step(script, ...args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), ...args], { stdio: 'inherit' });
    const passOn = (signal) => child.kill(signal);
    for (const signal of signals) process.on(signal, passOn);
    child.once('exit', (code, signal) => {
      for (const one of signals) process.off(one, passOn);
      if (signal) process.kill(process.pid, signal);
      else if (code === 0) resolve();
      else process.exit(code);
    });
  });
}

/** The shell between npm and us has ended: npm was told to stop, and nobody tells us. */
function stopWithNpm() {
  const shell = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 100).unref();
}

if (process.env.npm_lifecycle_event) stopWithNpm();
await step('generate.mjs');
await step('build.mjs', ...(services ? [] : ['start']));
createRequire(import.meta.url)(services ? '../stack/dist/start-services.js' : '../stack/dist/start.js');
