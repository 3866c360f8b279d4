// Loaded into every server before its own code: memory is read after garbage is collected, so that what is read is what is held.
process.on('SIGUSR2', () => {
  global.gc();
  global.gc();
});
