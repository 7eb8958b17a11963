export interface Trickle {
  /** Resolves when it is one's turn; false when all was stopped before. */
  turn(): Promise<boolean>;
}

/**
 * Lets a burst through at once and then one after the other, `everyMs` apart. It measures with the machine's running
 * time: with the wall clock, one that is set back by a day would let nothing through for a day.
 */
export function createTrickle(
  { burst, everyMs }: { burst: number; everyMs: number },
  stopped: AbortSignal,
): Trickle {
  const waiting: ((isTurn: boolean) => void)[] = [];
  let free = burst;
  let filledAt = performance.now();
  let timer: NodeJS.Timeout | undefined;

  function fill(): void {
    const due = Math.floor((performance.now() - filledAt) / everyMs);
    free = Math.min(burst, free + due);
    filledAt = free === burst ? performance.now() : filledAt + due * everyMs;
  }

  function letThrough(): void {
    fill();
    while (free > 0 && waiting.length > 0) {
      free -= 1;
      waiting.shift()?.(true);
    }
    if (waiting.length === 0 || timer) return;
    timer = setTimeout(
      () => {
        timer = undefined;
        letThrough();
      },
      Math.max(1, filledAt + everyMs - performance.now()),
    );
  }

  stopped.addEventListener('abort', () => {
    clearTimeout(timer);
    for (const leave of waiting.splice(0)) leave(false);
  });

  return {
    turn() {
      if (stopped.aborted) return Promise.resolve(false);
      const { promise, resolve } = Promise.withResolvers<boolean>();
      waiting.push(resolve);
      letThrough();
      return promise;
    },
  };
}
