import { useState } from 'preact/hooks';
import { useDesk } from './desk.ts';
import { clockTime, isoDay, secondsAt } from './time.ts';

const DAY_SECONDS = 86_400;

export interface ClockMoves {
  isBusy: boolean;
  /** By a duration such as `P1D`, or to a moment in seconds. */
  move(to: string | number): Promise<void>;
  /** To a day, written 2013-12-31, at the clock time it is now. */
  moveToDay(day: string): Promise<void>;
}

/** Moving the programme's clock; the answer comes when the app has been told. */
export function useClockMoves(): ClockMoves {
  const desk = useDesk();
  const { timeZone } = desk.world.clock;
  const [isBusy, setBusy] = useState(false);
  async function move(to: string | number): Promise<void> {
    setBusy(true);
    const moment = typeof to === 'number' ? { to: new Date(to * 1000).toISOString() } : to;
    const done = await desk.ask({ type: 'clock', move: moment });
    setBusy(false);
    if (!done.ok) desk.complain(done);
  }
  return {
    isBusy,
    move,
    moveToDay: (day) => move(secondsAt(day, clockTime(desk.now, 'en-GB', timeZone), timeZone)),
  };
}

/** The first Monday 09:00 after this moment, in seconds. */
export function nextMonday(now: number, timeZone: string): number {
  for (let ahead = 0; ahead <= 7; ahead += 1) {
    const day = isoDay(now + ahead * DAY_SECONDS, timeZone);
    const morning = secondsAt(day, '09:00', timeZone);
    if (new Date(`${day}T00:00:00Z`).getUTCDay() === 1 && morning > now) return morning;
  }
  return now;
}

/** 31 December 09:00 of the year it is: the programme ends with the year. */
export function deadline(now: number, timeZone: string): number {
  return secondsAt(`${isoDay(now, timeZone).slice(0, 4)}-12-31`, '09:00', timeZone);
}
