import { randomUUID } from 'node:crypto';
import type { Sender } from '../slack/interaction.ts';
import { roomBeside } from './at-once.ts';
import { BEAT_SECONDS } from './beat.ts';
import { createRendering } from './deliver.ts';
import { createFolding } from './fold.ts';
import { createFollowing } from './following.ts';
import { type LeasedRow, leaseDue, methodOf } from './lease.ts';
import { leaseStanding } from './lease-standing.ts';
import { createLeftBehind } from './left-behind.ts';
import { createLooks } from './looks.ts';
import { isDueBy, type QueueDue, readDue } from './next-due.ts';
import { createPace } from './pace.ts';
import { createRowSender } from './send-row.ts';
import type { SenderOptions } from './sender-options.ts';

/** Sends the outgoing rows: one at a time per lane, rendered at that moment, each failure judged on its own. */
export function createSender(options: SenderOptions): Sender {
  const { db, client, findTeam, readers, renderers, hooks, quietUntil, now, wallNow, pace, log } = options;
  const looks = createLooks(pace);
  const isAnswering = () => !stopped && (options.isAnswering?.() ?? false);
  const following = createFollowing(options.followUp, () => looks.giveWay(isAnswering));
  const fold = createFolding(db, options.onMarked ?? [], following.begin);
  const processId = randomUUID();
  const leftBehind = createLeftBehind({ db, processId, hooks, now, wallNow, isBusy: () => atWork > 0 });
  const limits = createPace(pace, wallNow);
  const render = createRendering({ db, readers, renderers, now });
  const isStopped = () => stopped;
  const { sendRow, sendPressed } = createRowSender({
    ...{ db, client, render, limits, now, wallNow, hooks, quietUntil, isStopped, log },
  });
  let stopped = false;
  let ours: string | undefined;
  let running: Promise<void> | undefined;
  let ended: Promise<void> | undefined;
  let [wakes, seen] = [0, 0];
  let timer: NodeJS.Timeout | undefined;
  let atWork = 0;
  let ticking: Promise<unknown> | undefined;
  const ticks = setInterval(() => void tick(), BEAT_SECONDS * 1000).unref();

  /** What happens to one message stays with it: its lease ends, and it is looked at again. */
  async function send(row: LeasedRow, by = sendRow): Promise<void> {
    atWork += 1;
    await by(row).catch((error: Error) =>
      log.error({ kind: row.kind, message: row.seq, reason: error.name }, 'a message stumbled'),
    );
    atWork -= 1;
  }

  /** While sends last, and while there are others, beside all looks. */
  async function tick(): Promise<void> {
    if (ours === undefined || stopped || !leftBehind.isDue()) return;
    ticking ??= leftBehind
      .attend(ours)
      .then((hasFound) => hasFound && wake())
      // The database is away: whoever looks at it next says so.
      .catch(() => undefined)
      .finally(() => {
        ticking = undefined;
      });
    await ticking;
  }

  /** Keeps some sends of each method under way; a slow one holds up only its own lane. Resolves with what was seen last. */
  async function sendAllDue(): Promise<QueueDue | undefined> {
    seen = wakes;
    const teamId = await findTeam();
    ours = teamId;
    if (teamId === undefined) return undefined;
    const underWay = new Map<Promise<void>, string>();
    while (!stopped) {
      const before = underWay.size;
      seen = wakes;
      const poked = looks.begin();
      await leftBehind.attend(teamId);
      const due = await readAgenda(teamId);
      if (due?.isMarked) await fold(teamId);
      const room = due && isDueBy(due, wallNow()) ? roomBeside(underWay, options.isAnswering?.()) : {};
      for (const row of await leaseDue(db, teamId, { now: now(), wallNow: wallNow(), processId }, room)) {
        const one = send(row).finally(() => underWay.delete(one));
        underWay.set(one, methodOf(row));
      }
      // One that ended during the look may have set its lane free: only a look with nothing under way is the last.
      if (underWay.size === 0 && before === 0) return due;
      if (underWay.size === 0) continue;
      await looks.untilCause(underWay, poked);
      if (options.isAnswering?.()) await looks.turn();
    }
    await Promise.all(underWay.keys());
    return undefined;
  }

  async function readAgenda(teamId: string): Promise<QueueDue | undefined> {
    const due = await readDue(db, teamId, { now: now(), processId });
    if (due?.hasOthers) leftBehind.expectOthers();
    return due;
  }

  function wake(): void {
    if (stopped) return;
    wakes += 1;
    if (running) {
      looks.poke();
      return;
    }
    clearTimeout(timer);
    const rest = looks.rest();
    if (rest > 0) timer = setTimeout(look, rest);
    else look();
  }

  function look(): void {
    if (stopped || running) return;
    running = sendAllDue()
      .then((due) => sleepUntil(due?.firstAt))
      .catch((error: Error) => {
        log.error({ reason: error.name }, 'the queue stumbled');
        sleepUntil(wallNow());
      })
      .finally(() => {
        running = undefined;
        if (wakes !== seen) wake();
      });
  }

  /** One statement while nothing is due or the database doesn't answer; what was asked for meanwhile has its own look. */
  async function poll(): Promise<void> {
    if (stopped || running) return;
    const teamId = await findTeam();
    const before = wakes;
    const due = teamId === undefined ? undefined : await readAgenda(teamId).catch(() => undefined);
    if (stopped || running || wakes !== before) return;
    if (due && isDueBy(due, wallNow())) look();
    else sleepUntil(due?.firstAt);
  }

  /** A second at least between looks without a cause, half a minute at most: another process may have left work. */
  function sleepUntil(nextAt: Temporal.Instant | null | undefined): void {
    clearTimeout(timer);
    if (stopped) return;
    const wait = nextAt ? nextAt.epochMilliseconds - wallNow().epochMilliseconds : 30_000;
    timer = setTimeout(() => void poll(), Math.min(Math.max(wait, 1000), 30_000));
  }

  async function showPressed(teamId: string, on: { channel: string; ts: string }): Promise<void> {
    if (stopped || (await findTeam()) !== teamId) return;
    await fold(teamId);
    const row = await leaseStanding(db, { teamId, ...on }, { wallNow: wallNow(), processId });
    if (row) await send(row, sendPressed);
  }

  return {
    wake,
    poll,
    showPressed,
    async drain() {
      do {
        while (running) await running;
        clearTimeout(timer);
        sleepUntil((await sendAllDue())?.firstAt);
        await following.done();
        // A look that began beside this one may have taken something.
      } while (running);
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      clearInterval(ticks);
      looks.poke();
      ended ??= limits.stop();
      await ended;
      await running;
      await ticking;
      await following.done();
      if (ours !== undefined) await leftBehind.leave(ours).catch(() => undefined);
    },
  };
}
