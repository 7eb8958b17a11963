import { createDoor, type QuickSlack } from './slack.ts';

export interface Load {
  presses: number;
  connections: number;
  /** Whoever presses, and on what: by the number of the press, from 1. */
  press(no: number): { userId: string; actionId: string; value: string };
  /** Until the answer to the person has come, or only until Slack has its acknowledgement. */
  until: 'answered' | 'acknowledged';
}

let presses = 0;

/** Presses per second, so many under way at once, spread over these servers. */
export async function pressAll(urls: readonly string[], slack: QuickSlack, load: Load): Promise<number> {
  const doors = urls.map((url) => createDoor(url, load.connections));
  let next = 0;
  async function work(): Promise<void> {
    while (next < load.presses) {
      next += 1;
      presses += 1;
      const door = doors[next % doors.length];
      if (load.until === 'acknowledged') {
        await door?.press({ ...load.press(next), no: presses });
        continue;
      }
      const { url, answered } = slack.expectAnswer();
      await door?.press({ ...load.press(next), responseUrl: url, no: presses });
      await answered;
    }
  }
  const started = performance.now();
  await Promise.all(Array.from({ length: load.connections }, work));
  const perSecond = load.presses / ((performance.now() - started) / 1000);
  for (const door of doors) door.close();
  return perSecond;
}
