import { createHash } from 'node:crypto';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Db } from '../db/open.ts';
import { callSlack, createRendering, type Rendered, type Renderer } from './deliver.ts';
import { judgeFailure } from './failures.ts';
import {
  type LeasedRow,
  leaseDue,
  markSending,
  nextDueAt,
  release,
  settle,
  settleStranded,
} from './outbox-rows.ts';
import { createPace, type PaceOptions } from './pace.ts';
import type { Readers } from './readers.ts';

export interface Sender {
  /** Something was asked for: look now. Never waits. */
  wake(): void;
  /** Sends all that is due and returns when nothing is; for tests and for the way out. */
  drain(): Promise<void>;
  /** Takes no more work, finishes what is under way. */
  stop(): Promise<void>;
}

export interface SenderOptions {
  db: Db;
  client: WebClient;
  readers: Readers;
  renderers: Record<string, Renderer>;
  now: () => Temporal.Instant;
  wallNow: () => Temporal.Instant;
  pace: PaceOptions;
  log: Logger;
}

const AT_ONCE = 20;

/** Sends the outgoing rows: one at a time per lane, rendered at that moment, each failure judged on its own. */
export function createSender({
  db,
  client,
  readers,
  renderers,
  now,
  wallNow,
  pace,
  log,
}: SenderOptions): Sender {
  const limits = createPace(pace, wallNow);
  const render = createRendering({ db, readers, renderers, now });
  let stopped = false;
  let running: Promise<void> | undefined;
  let again = false;
  let poke = () => {};
  let timer: NodeJS.Timeout | undefined;

  /** What stands there already says the same: no call is needed, and none is waited for. */
  async function isShown(row: LeasedRow): Promise<boolean> {
    if (row.content_hash === null) return false;
    const rendered = await render(row).catch(() => undefined);
    return rendered !== undefined && hashOf(rendered) === row.content_hash;
  }

  async function send(row: LeasedRow): Promise<void> {
    if (await isShown(row)) return settle(db, row, { state: 'sent' });
    const method = row.kind === 'home' ? 'views.publish' : row.ts ? 'chat.update' : 'chat.postMessage';
    await limits.schedule(row.team_id, method, row.target, async () => {
      const heldUntil = limits.heldUntil(row.team_id, method);
      if (stopped || heldUntil) return release(db, row, heldUntil);
      try {
        const rendered = await render(row);
        const hash = hashOf(rendered);
        if (rendered === undefined) return await settle(db, row, { state: 'dropped' });
        if (hash === row.content_hash) return await settle(db, row, { state: 'sent' });
        if (!(await markSending(db, row, wallNow()))) return;
        const sent = await callSlack(client, row, rendered);
        await settle(db, row, {
          state: 'sent',
          content_hash: hash,
          error: null,
          sent_at: wallNow(),
          ...sent,
        });
      } catch (error) {
        const verdict = judgeFailure(error, { method, attempts: row.attempts, wallNow: wallNow() });
        if (verdict.holdMethod) limits.hold(row.team_id, method, verdict.holdMethod);
        log[verdict.state === 'waiting' ? 'warn' : 'error'](
          { kind: row.kind, key: row.key, method, state: verdict.state, reason: verdict.reason },
          'message not sent',
        );
        await settle(db, row, {
          state: verdict.state,
          error: verdict.reason,
          ...(verdict.nextAt ? { next_at: verdict.nextAt } : {}),
        });
      }
    });
  }

  /** Keeps up to twenty sends under way; a slow one holds up only its own lane. */
  async function sendAllDue(): Promise<void> {
    await settleStranded(db, wallNow());
    const underWay = new Set<Promise<void>>();
    while (!stopped) {
      const poked = new Promise<void>((resolve) => {
        poke = resolve;
      });
      const before = underWay.size;
      for (const row of await leaseDue(db, wallNow(), AT_ONCE - underWay.size)) {
        const one = send(row).finally(() => underWay.delete(one));
        underWay.add(one);
      }
      // One that ended during the look may have set its lane free: only a look with nothing under way is the last.
      if (underWay.size === 0 && before === 0) return;
      if (underWay.size === 0) continue;
      await Promise.race([...underWay, poked]);
    }
    await Promise.all(underWay);
  }

  function wake(): void {
    if (stopped) return;
    if (running) {
      again = true;
      poke();
      return;
    }
    clearTimeout(timer);
    again = false;
    running = sendAllDue()
      .catch((error: Error) => log.error({ reason: error.name }, 'the queue stumbled'))
      .then(sleepUntilDue)
      .finally(() => {
        running = undefined;
        if (again) wake();
      });
  }

  /** A second at least between looks without a cause, half a minute at most: another process may have left work. */
  async function sleepUntilDue(): Promise<void> {
    if (stopped) return;
    const due = await nextDueAt(db).catch(() => undefined);
    const wait = due ? due.epochMilliseconds - wallNow().epochMilliseconds : 30_000;
    timer = setTimeout(wake, Math.min(Math.max(wait, 1000), 30_000));
  }

  return {
    wake,
    async drain() {
      while (running) await running;
      await sendAllDue();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      poke();
      await running;
      await limits.stop();
    },
  };
}

function hashOf(rendered: Rendered): string {
  return createHash('sha256')
    .update(JSON.stringify(rendered ?? null))
    .digest('base64');
}
