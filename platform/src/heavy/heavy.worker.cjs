// The thread of heavy.ts: loads the file that it is told of, and runs what it exports.
/* eslint-disable @typescript-eslint/no-require-imports -- a thread loads plain JavaScript */
const { parentPort } = require('node:worker_threads');
require('tsx/cjs');

parentPort.on('message', async ({ file, input }) => {
  try {
    const { default: work } = require(file);
    parentPort.postMessage({ output: await work(input, (progress) => parentPort.postMessage({ progress })) });
  } catch (error) {
    parentPort.postMessage({ failure: error instanceof Error ? error.stack : String(error) });
  }
});
