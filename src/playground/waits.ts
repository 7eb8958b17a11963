/** Waiting without polling. */

/** Timed waits which closing the workspace releases at once. */
export function createWaits(): { wait(ms: number): Promise<void>; release(): void } {
  const pending = new Set<() => void>();
  return {
    wait: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(done, ms);
        function done(): void {
          clearTimeout(timer);
          pending.delete(done);
          resolve();
        }
        pending.add(done);
      }),
    release() {
      for (const done of [...pending]) done();
    },
  };
}

/** Resolves with the first truthy answer, looked for now and after every change. */
export function waitUntil<T>(
  onChange: (listener: () => void) => () => void,
  condition: () => T,
  timeout: number,
): Promise<NonNullable<T>> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => settle(() => reject(new Error(`not within ${timeout} ms: ${condition}`))),
      timeout,
    );
    const stop = onChange(look);
    function settle(act: () => void): void {
      clearTimeout(timer);
      stop();
      act();
    }
    function look(): void {
      try {
        const result = condition();
        if (result) settle(() => resolve(result));
      } catch (error) {
        settle(() => reject(error));
      }
    }
    look();
  });
}
