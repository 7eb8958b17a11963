/** A list of 5,000 experts: fetched, read, checked and applied whole, while the process goes on answering. */
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setImmediate as breathe, setTimeout as pause } from 'node:timers/promises';
import { WebClient } from '@slack/web-api';
import { sql } from 'kysely';
import pino from 'pino';
import { readSheet } from 'read-excel-file/node';
import type { Db } from '../src/db/open.ts';
import { createReaders } from '../src/directory/readers.ts';
import { applyImport } from '../src/imports/acts/apply-import.ts';
import { readImport } from '../src/imports/acts/read-import.ts';
import { insertImport } from '../src/imports/sql.ts';
import type { Click, Deps } from '../src/slack/interaction.ts';
import { NOW } from '../test/helpers/rows.ts';
import { listOf } from '../test/helpers/workbook.ts';
import { seed as seedClaims } from './claims.ts';
import type { Contest, Ground } from './contest.ts';
import { TEAM } from './slack.ts';

const ROWS = 5000;
const MB = 1024 * 1024;
const [UPLOADER, CONFIRMER] = ['U0ONE', 'U0OTHER'];
const HEADINGS = ['姓名', '所在单位', '所属系统', '职称', '领域', '专长', '联系电话', '单位联系人'];

const rowOf = (_: unknown, i: number) => [
  ...[`专家${i}`, `单位${i % 400}`, '卫生系统', '主任医师', '临床医学', `心血管内科第 ${i} 组，介入治疗`],
  ...[`022-${10_000_000 + i}`, `人事处 ${i % 400}`],
];

export const list = () => listOf([HEADINGS, ...Array.from({ length: ROWS }, rowOf)]);
/** One more row, to begin with. */
export const oneRow = () => listOf([HEADINGS, rowOf(0, -1)]);

export interface ImportFigures {
  seconds: number;
  /** In MB, over what the process held before. */
  memoryMb: number;
  /** Of that, what it still holds a moment later; who measures this lets memory be given back (`--expose-gc`). */
  keptMb: number;
  /** In ms: as long as nobody else was answered. */
  heldMs: number;
}

/** What the product takes for it, and what it costs those who are answered meanwhile. */
export async function importOnce({ db }: Pick<Ground, 'db'>): Promise<ImportFigures> {
  const bytes = list();
  await seed(db);
  const deps = depsOf(db, bytes);
  await importList(deps, 'warm', oneRow());
  globalThis.gc?.();
  await breathe();
  const rest = process.memoryUsage.rss();
  let peak = rest;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 10);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const since = performance.now();
  await importList(deps, 'list', bytes);
  const seconds = (performance.now() - since) / 1000;
  delay.disable();
  clearInterval(watch);
  const { rows } = await sql<{ n: number }>`select count(*) as n from expert where team_id = ${TEAM}`.execute(
    db,
  );
  if (rows[0]?.n !== ROWS + 1) throw new Error(`${rows[0]?.n} experts were imported`);
  globalThis.gc?.();
  await pause(2000);
  const kept = process.memoryUsage.rss() - rest;
  return { seconds, memoryMb: (peak - rest) / MB, keptMb: kept / MB, heldMs: delay.max / 1e6 };
}

/** The same file by the library alone, in this thread, and one plain insert for each hundred rows: nothing is checked. */
async function insertPlainly({ db }: Ground): Promise<number> {
  const bytes = list();
  await seed(db);
  await sql`create table plain (name text, unit text, system text, title text, field text, specialty text, phone text, contact text)`.execute(
    db,
  );
  const since = performance.now();
  const [, ...rows] = await readSheet(Buffer.from(bytes));
  await db.transaction().execute(async (trx) => {
    for (let i = 0; i < rows.length; i += 100) {
      const part = rows
        .slice(i, i + 100)
        .map(([name, unit, system, title, field, specialty, phone, contact]) => ({
          ...{ name, unit, system, title, field, specialty, phone, contact },
        }));
      await sql`insert into plain select * from jsonb_populate_recordset(null::plain, ${JSON.stringify(part)}::jsonb)`.execute(
        trx,
      );
    }
  });
  return (performance.now() - since) / 1000;
}

export const IMPORTING: Contest = {
  name: `import of ${ROWS} experts`,
  unit: 's',
  yardstick: 'read in one thread and inserted unchecked',
  ours: async (ground) => (await importOnce(ground)).seconds,
  usual: insertPlainly,
};

export async function importList(
  deps: Deps & { put(bytes: Uint8Array): void },
  id: string,
  bytes: Uint8Array,
): Promise<void> {
  deps.put(bytes);
  await deps.db.transaction().execute((trx) =>
    insertImport(trx, {
      ...{ teamId: TEAM, id, kind: 'experts', by: UPLOADER ?? '', language: 'zh', now: NOW },
      file: { id, name: `${id}.xlsx` },
    }),
  );
  await readImport(deps, TEAM, id);
  const reader = await deps.readers.find(TEAM, CONFIRMER ?? '');
  const click: Click = {
    ...{ teamId: TEAM, userId: reader.userId, reader, locale: 'zh', now: NOW, cause: id, value: id },
    reply: async () => {},
    open: async () => {},
  };
  await applyImport(deps, click);
}

export async function seed(db: Db, claimants = 0): Promise<void> {
  await seedClaims(db, { experts: claimants, demands: claimants, slots: 1 });
  for (const user_id of [UPLOADER, CONFIRMER]) {
    await db
      .insertInto('slack_user')
      .values({
        ...{
          team_id: TEAM,
          user_id: user_id ?? '',
          name: user_id ?? '',
          locale: 'zh-CN',
          tz: 'Asia/Shanghai',
        },
        ...{
          is_admin: false,
          is_guest: false,
          is_bot: false,
          deleted: false,
          read_at: NOW,
          home_opened_at: null,
        },
      })
      .execute();
    await db
      .insertInto('role_grant')
      .values({ team_id: TEAM, user_id: user_id ?? '', role: 'bureau', granted_by: 'U0', granted_at: NOW })
      .execute();
  }
}

export function depsOf(db: Db, first: Uint8Array): Deps & { put(bytes: Uint8Array): void } {
  let file = first;
  return {
    ...{ db, now: () => NOW, wallNow: () => NOW, log: pino({ level: 'silent' }) },
    readers: createReaders(db, new WebClient(), () => NOW),
    sender: { wake() {}, async poll() {}, async showPressed() {}, async drain() {}, async stop() {} },
    granted: {
      has: async () => true,
      listMissing: async () => [],
      findFile: async () => undefined,
      fetchFile: async () => ({ ok: true, bytes: file }),
    },
    findTeam: async () => TEAM,
    publicUrl: undefined,
    recordKey: undefined,
    put(bytes) {
      file = bytes;
    },
  };
}
