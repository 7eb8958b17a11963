import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Db } from '../db/open.ts';
import type { Rendered } from '../slack/renderer.ts';
import { openPlace, settleFailure, type TroubleHooks } from './aftermath.ts';
import { makeDue } from './agenda.ts';
import { show } from './deliver.ts';
import { judgeCall, judgeRendering, type Verdict } from './judge.ts';
import { type LeasedRow, markSending, methodOf, settle } from './lease.ts';
import type { createPace } from './pace.ts';
import { CLOSED_TO_ALL, PLACE } from './refusals.ts';
import { postpone, release } from './release.ts';

/** Until when this person or channel is left in peace, in programme time; undefined while they are at work. */
export type QuietUntil = (
  teamId: string,
  target: string,
  now: Temporal.Instant,
) => Promise<Temporal.Instant | undefined>;

export interface RowSenderOptions {
  db: Db;
  client: WebClient;
  render(row: LeasedRow): Promise<Rendered>;
  limits: ReturnType<typeof createPace>;
  now: () => Temporal.Instant;
  wallNow: () => Temporal.Instant;
  hooks: TroubleHooks;
  quietUntil: QuietUntil;
  isStopped(): boolean;
  log: Logger;
}

/** Sends one row: rendered at the moment of sending, and whatever happens then is written down. */
export function createRowSender(options: RowSenderOptions) {
  const { db, client, render, limits, now, wallNow, hooks, quietUntil, isStopped, log } = options;

  /** Where something stands already: it may say the same, and then no call is needed, and none is waited for. */
  async function draw(row: LeasedRow): Promise<Drawn | undefined> {
    if (row.content_hash === null) return undefined;
    const at = performance.now();
    const rendered = await render(row).catch(() => undefined);
    return rendered && { rendered, at };
  }

  async function attempt(row: LeasedRow, drawn?: Drawn): Promise<void> {
    const about = { method: methodOf(row), target: row.target, attempts: row.attempts, wallNow: wallNow() };
    const rendered = isFresh(drawn) ? drawn.rendered : await render(row).catch((error: Error) => error);
    if (rendered instanceof Error) return fail(row, judgeRendering(about), rendered.name);
    if (rendered === undefined) return drop(row);
    const hash = hashOf(rendered);
    if (hash === row.content_hash) return settleShown(row, rendered);
    if (!(await markSending(db, row, wallNow(), hash))) return;
    const sent = await show(client, row, rendered).catch((error: unknown) => ({ error }));
    if ('error' in sent) return fail(row, judgeCall(sent.error, { ...about, wallNow: wallNow() }));
    await surely(() =>
      settle(db, row, {
        ...{ state: 'sent', content_hash: hash, error: null, troubled_at: null, sent_at: wallNow() },
        rests: doesRest(rendered),
        ...sent,
      }),
    );
    if (showsOpen(row)) await openPlace(db, { teamId: row.team_id, target: row.target }, hooks);
  }

  async function drop(row: LeasedRow): Promise<void> {
    await settle(db, row, { state: 'dropped' });
    await makeDue(db, row.team_id);
  }

  async function settleShown(row: LeasedRow, rendered: Rendered): Promise<void> {
    await settle(db, row, { state: 'sent', error: null, troubled_at: null, rests: doesRest(rendered) });
  }

  async function fail(row: LeasedRow, verdict: Verdict, cause?: string): Promise<void> {
    const { trouble, state, reason, nextAt } = verdict;
    const method = methodOf(row);
    if (trouble === 'limited' && nextAt) limits.hold(row.team_id, method, nextAt);
    log[state === 'waiting' ? 'warn' : 'error'](
      { kind: row.kind, message: row.seq, method, state, trouble, reason, ...(cause ? { cause } : {}) },
      'message not sent',
    );
    await surely(() => settleFailure(db, row, verdict, { ...hooks, now: now(), wallNow: wallNow() }));
  }

  /** Without waiting for its turn: one call for one press. */
  async function sendPressed(row: LeasedRow): Promise<void> {
    const heldUntil = limits.heldUntil(row.team_id, methodOf(row));
    if (isStopped() || heldUntil) return release(db, row, heldUntil);
    await attempt(row);
  }

  async function sendRow(row: LeasedRow): Promise<void> {
    const drawn = await draw(row);
    if (drawn && hashOf(drawn.rendered) === row.content_hash) return settleShown(row, drawn.rendered);
    const method = methodOf(row);
    const rings = row.unprompted && method === 'chat.postMessage';
    const until = rings ? await quietUntil(row.team_id, row.target, now()) : undefined;
    if (until) return postpone(db, row, until);
    const hadItsTurn = await limits.schedule(row.team_id, method, row.target, async () => {
      const heldUntil = limits.heldUntil(row.team_id, method);
      if (isStopped() || heldUntil) return release(db, row, heldUntil);
      await attempt(row, drawn);
    });
    if (!hadItsTurn) await release(db, row);
  }

  return { sendRow, sendPressed };
}

/** As it was rendered before its turn came. */
interface Drawn {
  rendered: Rendered;
  at: number;
}

/** Milliseconds in which a rendering is still the moment's: an act in between has marked it, and it is shown once more. */
const FRESH_MS = 1000;

function isFresh(drawn: Drawn | undefined): drawn is Drawn {
  return drawn !== undefined && performance.now() - drawn.at < FRESH_MS;
}

const TRIES = 6;

/**
 * Slack has answered, and a database that stumbles now must not make the message a second one: the answer is written
 * again and again for some six seconds; then the row stays as it is, until its lease ends and it is 'unknown'.
 */
async function surely(write: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await write();
      return;
    } catch (error) {
      if (attempt === TRIES) throw error;
      await pause(100 * 2 ** attempt, undefined, { ref: false });
    }
  }
}

/** Of what people see. */
function hashOf(rendered: Rendered): string {
  if (rendered && 'upload' in rendered) return rendered.upload.id;
  const shown = rendered && 'rests' in rendered ? { ...rendered, rests: undefined } : rendered;
  return createHash('sha256')
    .update(JSON.stringify(shown ?? null))
    .digest('base64');
}

/** It waited for its place and arrived; a place that takes no new messages may let what stands there be edited. */
function showsOpen(row: LeasedRow): boolean {
  const words = methodOf(row) === 'chat.postMessage' ? PLACE : CLOSED_TO_ALL;
  return words.some((word) => word === row.error);
}

function doesRest(rendered: Rendered): boolean {
  return rendered !== undefined && 'rests' in rendered && rendered.rests === true;
}
