/** Looks until `look` no longer throws, and returns its result; after `ms` milliseconds its error is the test's. */
export const eventually = async <T>(look: () => T | Promise<T>, ms = 20_000): Promise<T> => {
  for (const deadline = Date.now() + ms; ;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
};
