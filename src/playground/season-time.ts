/** When things happen in the season: acts of its people, and the looks of the app in between. */
import type { Scene } from './season-hands.ts';

/** One thing that somebody does at a moment. */
export interface Act {
  at: Temporal.Instant;
  /** For whoever must find out what failed. */
  name: string;
  run(scene: Scene): Promise<void>;
  /** People, or the channel: who has a new message of it afterwards. */
  hears: readonly string[];
}

export function act(at: string, name: string, hears: readonly string[], run: Act['run']): Act {
  return { at: Temporal.Instant.from(at), name, hears, run };
}

export function inTime(a: Act, b: Act): number {
  return Temporal.Instant.compare(a.at, b.at);
}

/** When the app is given the time to look, by day of the week: reminders each day, the digest, its preview. */
const [DIGEST, REMINDERS, PREVIEW] = ['09:00', '09:30', '15:00'];
const LOOKS = [[DIGEST, REMINDERS], [REMINDERS], [REMINDERS], [REMINDERS], [REMINDERS, PREVIEW], [], []];
const TIME_ZONE = 'Asia/Shanghai';

/** The days go by as they would have: what is due between two acts, after the first moment and before the last. */
export function planLooks(after: string, before: string): Act[] {
  const [from, to] = [Temporal.Instant.from(after), Temporal.Instant.from(before)];
  const first = Temporal.PlainDate.from(after.slice(0, 10));
  const { days } = first.until(before.slice(0, 10));
  return Array.from({ length: days + 1 }, (_, n) => first.add({ days: n }))
    .flatMap((day) =>
      (LOOKS[day.dayOfWeek - 1] ?? []).map((plainTime) =>
        day.toZonedDateTime({ timeZone: TIME_ZONE, plainTime }).toInstant(),
      ),
    )
    .filter((at) => Temporal.Instant.compare(at, from) > 0 && Temporal.Instant.compare(at, to) < 0)
    .map((at) => ({ at, name: 'look', hears: [], run: ({ look }) => look() }));
}

/** No act where the season says nothing of it. */
export function perhaps<T>(said: T | undefined, plan: (said: T) => Act): Act[] {
  return said === undefined ? [] : [plan(said)];
}
