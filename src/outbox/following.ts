import type { Marks } from './marks.ts';

/** What others do after acts, beside the queue. */
export interface Following {
  /** Never waits. */
  begin(marks: Marks): void;
  /** Resolves when all that was begun has ended. */
  done(): Promise<void>;
}

/**
 * One after the other, and of those that wait one for all: acts that come together are followed up together.
 *
 * @param giveWay whoever waits for an answer goes first; what is done meanwhile is followed up with the rest
 */
export function createFollowing(
  followUp: (marks: Marks) => Promise<void> = async () => {},
  giveWay: () => Promise<void> = async () => {},
): Following {
  let waiting: Marks[] = [];
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      await giveWay();
      const all = waiting;
      waiting = [];
      await followUp({
        views: all.flatMap(({ views }) => views),
        people: all.flatMap(({ people }) => people),
        about: all.flatMap(({ about }) => about),
      });
    }
  }

  return {
    begin(marks) {
      waiting.push(marks);
      running ??= run().finally(() => {
        running = undefined;
      });
    },
    async done() {
      while (running) await running;
    },
  };
}
