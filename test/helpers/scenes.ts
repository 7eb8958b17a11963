/**
 * A way that many tests begin with is walked through the front door by the first of them, and put back for the others as
 * rows and workspace: some 20 ms instead of 500. Files that run in one process share the ways of `test/helpers`.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { deserialize, serialize } from 'node:v8';
import { type KyselyPlugin, sql } from 'kysely';
import type { Clock } from '../../src/clock.ts';
import type { Db } from '../../src/db/open.ts';
import type { Message } from '../../src/playground/records.ts';
import type { Team } from '../../src/playground/team.ts';
import type { Workspace } from '../../src/playground/workspace.ts';
import { listTables } from './database.ts';

/** What of the workspace is put back as it was. */
const STATE = [
  ...([
    'users',
    'channels',
    'messages',
    'ephemerals',
    'modals',
    'homes',
    'errors',
    'notices',
    'read',
  ] as const),
  ...([
    'triggers',
    'responseUrls',
    'suggested',
    'lastMicros',
    'issued',
    'sequence',
    'log',
    'logged',
  ] as const),
];
/** These only grow, and others hold on to the list itself. */
const GROWING = ['calls', 'deliveries', 'violations'] as const;

interface Scene {
  takenAt: number;
  rows: [table: string, rows: string][];
  sequences: { name: string; last: string | null }[];
  team: Buffer;
  now: Temporal.Instant;
  result: Buffer;
}

/** What the scenes need of a desk. */
export interface Staged {
  workspace: Workspace;
  db: Db;
  clock: Clock;
}

/** Where a desk stands on the ways of its file. */
interface Stage {
  /** The steps so far. */
  path: string;
  /** Something happened beside the steps, so that what follows is no way others went. */
  isOwn: boolean;
  isWalking: boolean;
  /** How much of what only grows the steps so far have left. */
  length: Record<(typeof GROWING)[number], number>;
}

const stages = new WeakMap<Staged, Stage>();
/** The desk on which the code that runs is a part of a step. */
const within = new AsyncLocalStorage<Staged>();
const scenes = new Map<string, Scene>();
const visits = new Map<string, number>();

/** The second visitor of a way walks it for all who follow: a way nobody else goes needs no picture. */
const KEPT_FROM_VISIT = 2;

/** What a person's account was like is asked of Slack again after ten minutes: an older picture would not be the same. */
const FRESH_MS = 5 * 60_000;

/** From here on the steps of this desk count; `setting` says what it started with. */
export function beginScenes(desk: Staged, setting: string): void {
  const stage: Stage = {
    path: setting,
    isOwn: false,
    isWalking: false,
    length: lengthsOf(desk.workspace.team),
  };
  stages.set(desk, stage);
  desk.workspace.onChange(() => {
    stage.isOwn ||= !stage.isWalking;
  });
}

/** Something was changed past the workspace: a row, the clock. */
export function leaveScenes(desk: Staged): void {
  const stage = stages.get(desk);
  if (stage && !stage.isWalking) stage.isOwn = true;
}

/** Calls back when a statement wrote a row. */
export function whenWritten(written: () => void): KyselyPlugin {
  return {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      if ((result.numAffectedRows ?? 0n) > 0n) written();
      return result;
    },
  };
}

/** The same for the steps of one test file: what another one calls by the same name is another way. */
export function walksOf(file: string): typeof walkOnce {
  return (desk, step, walk) => walkOnce(desk, `${file} ${step}`, walk);
}

/**
 * Walks a step of a test's preparation, or puts back what it left when a test of this process has gone the same way
 * before. `step` names it with all that it depends on. A desk on which anything else was done before walks itself, always.
 *
 * @throws when another step is under way on the desk: what happens at once must really happen.
 */
export async function walkOnce<T>(desk: Staged, step: string, walk: () => Promise<T>): Promise<T> {
  const stage = stages.get(desk);
  if (!stage || stage.isOwn || within.getStore() === desk || desk.workspace.faults.pending.length > 0)
    return walk();
  if (stage.isWalking) throw new Error(`two steps at once, the second is ${step}: a race is no preparation`);
  stage.path += `\n${step}`;
  stage.isWalking = true;
  try {
    const known = scenes.get(stage.path);
    if (known && performance.now() - known.takenAt < FRESH_MS)
      return (await putBack(desk, stage, known)) as T;
    const result = await within.run(desk, walk);
    const visit = (visits.get(stage.path) ?? 0) + 1;
    visits.set(stage.path, visit);
    if (visit >= KEPT_FROM_VISIT && desk.workspace.team.files.size === 0)
      scenes.set(stage.path, await takePicture(desk, result));
    return result;
  } catch (error) {
    stage.isOwn = true;
    throw error;
  } finally {
    stage.length = lengthsOf(desk.workspace.team);
    stage.isWalking = false;
  }
}

async function takePicture({ db, workspace: { team }, clock }: Staged, result: unknown): Promise<Scene> {
  const tables = await listTables(db);
  const selects = tables.map(
    (name) => sql`select ${name} as name, jsonb_agg(to_jsonb(one))::text as rows from ${sql.table(name)} one`,
  );
  const { rows } = await sql<{
    name: string;
    rows: string | null;
  }>`${sql.join(selects, sql` union all `)}`.execute(db);
  const { rows: sequences } = await sql<{ name: string; last: string | null }>`
    select sequencename as name, last_value::text as last from pg_sequences where schemaname = 'public'`.execute(
    db,
  );
  return {
    takenAt: performance.now(),
    rows: rows.flatMap(({ name, rows: packed }) => (packed === null ? [] : [[name, packed]])),
    sequences,
    team: serialize(Object.fromEntries([...STATE, ...GROWING].map((key) => [key, team[key]]))),
    now: clock.now(),
    result: serialize(result),
  };
}

async function putBack(desk: Staged, stage: Stage, scene: Scene): Promise<unknown> {
  await putBackRows(desk.db, scene);
  putBackWorkspace(desk.workspace.team, stage, deserialize(scene.team));
  if (Temporal.Instant.compare(scene.now, desk.clock.now()) > 0) desk.clock.moveTo(scene.now);
  return deserialize(scene.result);
}

async function putBackRows(db: Db, { rows, sequences }: Scene): Promise<void> {
  const tables = await listTables(db);
  const deletes = tables.map((name, i) => sql`${sql.raw(`d${i}`)} as (delete from ${sql.table(name)})`);
  const inserts = rows.map(
    ([name, packed], i) => sql`${sql.raw(`i${i}`)} as (insert into ${sql.table(name)} overriding system value
      select * from jsonb_populate_recordset(null::${sql.table(name)}, ${packed}::jsonb))`,
  );
  const numbers = sequences.map(
    ({ name, last }) => sql`select setval(${name}::regclass, ${last ?? '1'}::bigint, ${last !== null})`,
  );
  await db.transaction().execute(async (trx) => {
    await sql`with ${sql.join(deletes)} select 1`.execute(trx);
    await sql`with ${sql.join(inserts)} ${sql.join(numbers, sql` union all `)}`.execute(trx);
  });
}

/** A test may hold on to a message or to what was recorded before: those stay the same objects. */
function putBackWorkspace(team: Team, stage: Stage, saved: Team): void {
  const kept = new Map<Message, Message>();
  for (const [channel, messages] of saved.messages) {
    const before = team.messages.get(channel) ?? [];
    for (const [i, message] of messages.entries()) {
      const held = before[i];
      if (held?.ts !== message.ts) continue;
      for (const key of Object.keys(held)) if (!(key in message)) delete held[key as keyof Message];
      kept.set(message, Object.assign(held, message));
      messages[i] = held;
    }
  }
  for (const { original } of saved.responseUrls.values())
    if (original && 'message' in original) original.message = kept.get(original.message) ?? original.message;
  for (const key of GROWING) {
    const list: unknown[] = team[key];
    list.splice(stage.length[key], Number.POSITIVE_INFINITY, ...saved[key].slice(stage.length[key]));
  }
  Object.assign(team, Object.fromEntries(STATE.map((key) => [key, saved[key]])));
}

function lengthsOf(team: Team): Stage['length'] {
  const { calls, deliveries, violations } = team;
  return { calls: calls.length, deliveries: deliveries.length, violations: violations.length };
}
