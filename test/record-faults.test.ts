import { generateKeyPairSync } from 'node:crypto';
import { unzipSync } from 'fflate';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyLog } from '../src/records/verify-log.ts';
import { type Desk, giveRole, REGISTRATION, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress } from './helpers/hostile.ts';
import { pressAtHome, pressNewest, submitTo, textOf } from './helpers/published.ts';
import { readCheckpoint, readProof } from './helpers/second-log.ts';

/** An expert with an account and one without; a system's coordinator, a district's, and the bureau's. */
const [EXPERT, SYSTEM, DISTRICT, BUREAU] = ['U0ZJ0006', 'U0WUQING', 'U0BINHAI', 'U0BUREAU'] as const;
const { home_unit_user: _, ...PERSON } = { home_unit_user: '', ...REGISTRATION };
let desk: Desk;
let statements = 0;

beforeAll(async () => {
  desk = await startDesk({
    seen: () => {
      statements += 1;
    },
  });
  await giveRole(desk, SYSTEM, { role: 'system', systems: ['agriculture'] });
  await giveRole(desk, DISTRICT, { role: 'district', districts: ['binhai'] });
  await registerVerified(desk, EXPERT, { home_unit_user: 'U0HOME' });
  await pressAtHome(desk, SYSTEM, 'record_expert');
  const academician = { name: '丁老', employer: '津沽农学院', system: 'agriculture' };
  await submitTo(desk, SYSTEM, { ...PERSON, ...academician, evidence: '推荐函' });
  await desk.as(SYSTEM).closeModal({ all: true });
  await pressNewest(desk, BUREAU, 'verify_expert');
});
afterAll(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

async function idOf(name: string): Promise<string> {
  const row = await desk.db
    .selectFrom('expert')
    .select('id')
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return row.id;
}

let served = 0;

/** A coordinator reports what these experts did, and the bureau accepts it. */
async function accept(...names: string[]): Promise<void> {
  served += 1;
  const day = `2013-10-${10 + served}`;
  const experts = await Promise.all(names.map(idOf));
  await desk.as(DISTRICT).globalShortcut('file_report');
  await desk.settle();
  const form = desk.as(DISTRICT).views.at(-1);
  if (!form) throw new Error('no form');
  for (const query of names) await desk.as(DISTRICT).suggest(form, { blockId: 'experts', query });
  await submitTo(desk, DISTRICT, {
    ...{ demand: 'none', title: `田间指导${served}`, action_line: 'other', districts: ['binhai'] },
    ...{ place: '试验田', service_start: day, service_end: day, experts, summary: '指导一次' },
  });
  await submitTo(desk, DISTRICT, {});
  await desk.as(DISTRICT).closeModal({ all: true });
  await pressNewest(desk, BUREAU, 'accept_report');
  const states = await desk.db.selectFrom('report').select('state').orderBy('number').execute();
  expect(states).toEqual(Array.from({ length: served }, () => ({ state: 'accepted' })));
}

async function ask(user: string, text = 'record'): Promise<string> {
  await desk.as(user).command('/expert', text);
  await desk.settle();
  return textOf(desk.as(user).ephemerals.at(-1)?.blocks);
}

const numbers = async () =>
  (await desk.db.selectFrom('service_record').select('number').orderBy('leaf').execute()).map(
    ({ number }) => number,
  );
const verify = () => verifyLog(desk.db, desk.workspace.teamId, []);
const readiness = async () => (await fetch(`${desk.appUrl}/readyz`)).json();

async function homeOf(user: string): Promise<string> {
  await desk.as(user).openHome();
  await desk.settle();
  return textOf(desk.as(user).home?.blocks);
}

test('When the disk is full as a record is to be written, Then the acceptance stands, and the record comes as soon as there is room', async () => {
  await sql`create function full_disk() returns trigger language plpgsql as
    'begin raise exception ''no space left'' using errcode = ''53100''; end'`.execute(desk.db);
  const fill = (table: string) =>
    sql`create trigger full_disk before insert or update on ${sql.table(table)}
      for each row execute function full_disk()`.execute(desk.db);
  const empty = (table: string) => sql`drop trigger full_disk on ${sql.table(table)}`.execute(desk.db);
  await fill('record_log');
  await accept('何知远');
  await empty('record_log');
  desk.deps.recordKey = generateKeyPairSync('ed25519').privateKey;
  for (const table of ['record_leaf', 'service_record', 'record_key', 'record_checkpoint']) {
    await fill(table);
    await desk.look();
    expect([table, ...(await numbers())]).toEqual([table]);
    expect(await ask(EXPERT)).toContain('您还没有服务记录');
    await empty(table);
  }
  await desk.look();
  expect(await numbers()).toEqual(['FW-2013-000001']);
  expect(await verify()).toMatchObject({ size: 1, signed: 1, fault: undefined });
  expect(await readiness()).not.toHaveProperty('records');
  expect(await homeOf(BUREAU)).not.toContain('尚未签名');
});

test('When the key is lost, Then records are numbered and unsigned, and that is said; another key signs them, and what the first one signed still holds', async () => {
  const lineOf = async () =>
    (await desk.db.selectFrom('record_key').select('line').orderBy('since').execute()).map(
      ({ line }) => line,
    );
  const [first = ''] = await lineOf();
  desk.deps.recordKey = undefined;
  await accept('丁老', '何知远');
  expect(await numbers()).toEqual(['FW-2013-000001', 'FW-2013-000002', 'FW-2013-000003']);
  expect(await verify()).toMatchObject({ size: 3, signed: 1, fault: undefined });
  expect(await readiness()).toMatchObject({ ready: true, records: 'unsigned' });
  expect(await homeOf(BUREAU)).toContain('服务记录尚未签名：请管理员设置 RECORD_KEY');
  expect(await homeOf(DISTRICT)).not.toContain('尚未签名');

  desk.deps.recordKey = generateKeyPairSync('ed25519').privateKey;
  await desk.look();
  expect(await verify()).toMatchObject({ size: 3, signed: 3, fault: undefined });
  expect(await homeOf(BUREAU)).not.toContain('尚未签名');
  const second = (await lineOf()).find((line) => line !== first) ?? '';
  const notes = await desk.db.selectFrom('record_checkpoint').select('note').orderBy('size').execute();
  const [old = '', now = ''] = notes.map(({ note }) => note);
  expect(readCheckpoint(old, first).size).toBe(1);
  expect(readCheckpoint(now, second).size).toBe(3);
  expect(() => readCheckpoint(now, first)).toThrow('not signed by this key');

  // What an applicant hands in proves itself to whoever has the second key’s line, which is in the pack.
  await forgePress(desk, EXPERT, 'title_pack', `${await idOf('何知远')}:2013`);
  const pack = await desk.db.selectFrom('handed_file').select('bytes').executeTakeFirstOrThrow();
  const files = unzipSync(pack.bytes);
  const read = (name: string) => Buffer.from(files[name] ?? []).toString();
  expect(read('核验文件/公钥.txt')).toBe(`${second}\n`);
  const [one, three] = ['1', '3'].map((no) => read(`核验文件/FW-2013-00000${no}.tlog-proof`));
  expect(readProof(one ?? '', second)).toMatchObject({ size: 3, fields: { name: '何知远' } });
  expect(readProof(three ?? '', second)).toMatchObject({ size: 3, fields: { service: '田间指导2' } });
});

test('When somebody has no account, Then who coordinates them sees and prints their records, and nobody else does', async () => {
  for (const user of [SYSTEM, DISTRICT, BUREAU])
    expect(await ask(user, '记录 丁老')).toContain('FW-2013-000002');
  for (const user of [EXPERT, 'U0HOME', 'U0HOST'])
    expect(await ask(user, 'record 丁老')).toContain('没有找到“丁老”的服务记录');
  expect(await ask(SYSTEM)).not.toContain('何知远');
  expect(await ask('U0HOME')).toMatch(/何知远.*FW-2013-000003.*FW-2013-000001/s);
  const value = `${await idOf('丁老')}:2013`;
  await desk.db.deleteFrom('handed_file').execute();
  for (const user of [EXPERT, 'U0HOME']) await forgePress(desk, user, 'print_statement', value);
  expect(await desk.db.selectFrom('handed_file').select('id').execute()).toEqual([]);
  await forgePress(desk, SYSTEM, 'print_statement', value);
  const [paper] = await desk.db.selectFrom('handed_file').select(['user_id', 'bytes']).execute();
  expect(paper?.user_id).toBe(SYSTEM);
  expect(Buffer.from(paper?.bytes ?? []).toString()).toMatch(/丁老.*津沽农学院.*FW-2013-000002/s);
});

test('When codes are guessed, Then whatever is no code of ours costs the same and is answered the same', async () => {
  const wrong = [
    '0000-0000-0000-0000',
    '0'.repeat(16),
    'x',
    'ZZZZ-ZZZZ',
    'a'.repeat(500),
    'U'.repeat(16),
    '%00',
  ];
  const ask = async (code: string) => {
    const before = statements;
    const began = performance.now();
    const answer = await fetch(`${desk.appUrl}/records/${code}`);
    const text = await answer.text();
    return { said: [answer.status, text, statements - before].join(' '), ms: performance.now() - began };
  };
  const { said } = await ask('nobody');
  for (const code of wrong) expect((await ask(code)).said).toBe(said);
  const [unknown, malformed]: [number[], number[]] = [[], []];
  for (let i = 0; i < 200; i += 1) {
    unknown.push((await ask(`0000-0000-0000-${String(i).padStart(4, '0')}`)).ms);
    malformed.push((await ask(`nobody-${i}`)).ms);
  }
  const median = (all: number[]) => all.toSorted((a, b) => a - b)[100] ?? 0;
  const ratio = median(unknown) / median(malformed);
  expect(ratio).toBeGreaterThan(0.5);
  expect(ratio).toBeLessThan(2);
});
