import { execFile } from 'node:child_process';
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import type { Db } from '../src/db/open.ts';
import { appendDue } from '../src/records/append.ts';
import { logKeyOf, openCheckpoint, readKey, signCheckpoint, writeKey } from '../src/records/checkpoint.ts';
import { eraseRecords } from '../src/records/erase.ts';
import { canonical, type Leaf, writeLeaf } from '../src/records/leaf.ts';
import { listLeavesAt } from '../src/records/log-sql.ts';
import { append, EMPTY_EDGE, levelsOf, proofIn, rootByProof, rootOf } from '../src/records/merkle.ts';
import { checkProof } from '../src/records/proof.ts';
import { proveRecords } from '../src/records/prove.ts';
import { countDays, readCode, sumDays, validAmong, writeCode } from '../src/records/record.ts';
import { listOfExperts } from '../src/records/record-sql.ts';
import { verifyLog, type Witness } from '../src/records/verify-log.ts';
import { type Accepted, changeReport, insertAccepted } from './helpers/accepted.ts';
import { openFreshDatabase } from './helpers/database.ts';
import { insertYear, NOW, TEAM } from './helpers/rows.ts';
import { auditPath, readLog, readProof, sha, treeHash } from './helpers/second-log.ts';

/** The published vectors of Certificate Transparency. */
const ENTRIES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

describe('the tree', () => {
  test('When entries are appended, Then roots and paths are those of the standard, at every size', () => {
    let edge = EMPTY_EDGE;
    const entries = ENTRIES.map((one) => Buffer.from(one, 'hex'));
    const leaves = entries.map((one) => sha(Buffer.of(0), one));
    for (const [i, leaf] of leaves.entries()) {
      edge = append(edge, leaf);
      expect(hex(rootOf(edge))).toBe(ROOTS[i]);
    }
    const many = Array.from({ length: 37 }, (_, i) => Buffer.from(`entry ${i}`));
    const hashes = many.map((one) => sha(Buffer.of(0), one));
    for (let size = 1; size <= many.length; size += 1) {
      const some = many.slice(0, size);
      const levels = levelsOf(hashes.slice(0, size));
      const root = treeHash(some);
      expect(hex(rootOf(hashes.slice(0, size).reduce(append, EMPTY_EDGE)))).toBe(hex(root));
      for (let index = 0; index < size; index += 1) {
        const path = proofIn(levels, index);
        expect(path.map(hex)).toEqual(auditPath(index, some).map(hex));
        const leaf = hashes[index] as Buffer;
        expect(hex(rootByProof({ index, size, leaf }, path) ?? Buffer.of())).toBe(hex(root));
        if (index > 0) {
          const other = rootByProof({ index: index - 1, size, leaf }, path);
          expect(other && hex(other)).not.toBe(hex(root));
        }
        expect(rootByProof({ index, size, leaf }, [...path, leaf])).toBe(undefined);
      }
    }
  });

  test('When a checkpoint is signed, Then anybody can check it by the rules of signed notes', () => {
    // The example of the note format's first implementation.
    const known = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
    expect(readKey(known)).toMatchObject({ name: 'PeterNeumann', id: 'c74f20a3' });
    expect(readKey(known.replace('c74f20a3', 'c74f20a4'))).toBe(undefined);

    const { privateKey } = generateKeyPairSync('ed25519');
    const key = logKeyOf('example.com/log', privateKey);
    expect(readKey(writeKey(key))).toEqual(key);
    const head = { size: 8, root: Buffer.from(ROOTS[7] ?? '', 'hex') };
    const note = signCheckpoint(key, privateKey, head);
    const body = `example.com/log\n8\n${base64(head.root)}\n`;
    const id = sha(Buffer.from('example.com/log\n'), Buffer.of(1), key.publicKey).subarray(0, 4);
    const line = Buffer.concat([id, sign(null, Buffer.from(body), privateKey)]).toString('base64');
    expect(note).toBe(`${body}\n— example.com/log ${line}\n`);
    expect(openCheckpoint(note, [key])).toMatchObject({ ok: true, head: { size: 8 } });
    expect(openCheckpoint(`${note}— somebody.else AAAAAAAA\n`, [key])).toMatchObject({ ok: true });
    expect(openCheckpoint(note.replace('\n8\n', '\n9\n'), [key])).toEqual({
      ok: false,
      fault: 'wrong_signature',
    });
    const stranger = logKeyOf('example.com/log', generateKeyPairSync('ed25519').publicKey);
    expect(openCheckpoint(note, [stranger])).toEqual({ ok: false, fault: 'unknown_key' });
    for (const bad of ['', 'x', note.slice(0, -1), note.replace('8\n', '08\n'), body])
      expect(openCheckpoint(bad, [key])).toEqual({ ok: false, fault: 'malformed' });
  });

  test('When a leaf is written, Then by its fixed text; and equal fields have one text, whatever their order', () => {
    const leaf: Leaf = {
      kind: 'erase',
      number: 'FW-2013-000001',
      at: NOW,
      prior: 0,
      commitment: undefined,
      by: 'expert',
    };
    expect(Buffer.from(writeLeaf(leaf)).toString()).toBe(
      'expert-desk/record/v1\nkind erase\nnumber FW-2013-000001\nat 2013-10-31T02:00:00.000000Z\nprior 0\ncommitment -\nby expert\n',
    );
    expect(canonical({ b: [1.5, 'é"\n'], a: { d: null, c: undefined } })).toBe(
      '{"a":{"d":null},"b":[1.5,"é\\"\\n"]}',
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).toReversed());
        expect(canonical(turned)).toBe(canonical(value));
        expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 50 },
    );
  });

  test('When codes are read and days are counted, Then as people type and as the year rules', () => {
    expect(writeCode(Buffer.alloc(10))).toBe('0000-0000-0000-0000');
    expect(writeCode(Buffer.alloc(10, 255))).toBe('ZZZZ-ZZZZ-ZZZZ-ZZZZ');
    expect(readCode('oil0zzzzzzzzzzzz')).toBe('0110-ZZZZ-ZZZZ-ZZZZ');
    for (const bad of ['', 'zzzz', 'u'.repeat(16), '0'.repeat(17), '０'.repeat(16)])
      expect(readCode(bad)).toBe(undefined);

    const usual = { dayStep: 0.5, dayCap: 1 };
    const span = { from: '2013-10-01', to: '2013-10-03' };
    const counted = [
      [undefined, 3],
      [2.7, 2.5],
      [9, 3],
      [0.4, 0],
    ] as const;
    for (const [reported, days] of counted) expect(countDays(span, reported, usual)).toBe(days);
    expect(countDays(span, 2.7, { dayStep: 0.1, dayCap: 1 })).toBe(2.7);
    const days = (from: string, to: string, n: number) => ({ from, to, days: n });
    const same = days('2013-10-01', '2013-10-01', 1);
    expect(sumDays([same, same, days('2013-10-02', '2013-10-04', 2)], usual)).toBe(3);
    expect(sumDays([], usual)).toBe(0);
    // Two days in a week, and a day of it elsewhere, are three; three days of three, and one of them elsewhere, are three.
    const week = days('2013-10-13', '2013-10-19', 2);
    expect(sumDays([days('2013-10-13', '2013-10-13', 1), week], usual)).toBe(3);
    expect(sumDays([week, days('2013-10-13', '2013-10-13', 1)], usual)).toBe(3);
    expect(sumDays([days('2013-10-01', '2013-10-03', 3), days('2013-10-02', '2013-10-02', 1)], usual)).toBe(
      3,
    );
    expect(sumDays([same, same], { dayStep: 0.5, dayCap: 2 })).toBe(2);
  });

  test('When RECORD_KEY is wrong, Then it is named at the start, without a word of it', () => {
    const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
    const right = pem(generateKeyPairSync('ed25519').privateKey);
    const read = readConfig({ RECORD_KEY: right });
    expect(read.ok && read.config.recordKey?.asymmetricKeyType).toBe('ed25519');
    const rsa = pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
    for (const RECORD_KEY of ['/nowhere/secret-path', rsa, right.slice(0, 60)]) {
      const wrong = readConfig({ RECORD_KEY });
      expect(wrong.ok).toBe(false);
      expect(!wrong.ok && wrong.mistakes.join()).toMatch(/^RECORD_KEY must be/);
      expect(!wrong.ok && wrong.mistakes.join()).not.toContain(RECORD_KEY.slice(0, 30));
    }
  });
});

describe('a log that was lived with', () => {
  const folder = mkdtempSync(join(tmpdir(), 'expert-desk-proofs-'));
  const [first, second] = [
    generateKeyPairSync('ed25519').privateKey,
    generateKeyPairSync('ed25519').privateKey,
  ];
  let db: Db;
  let close: () => Promise<void>;
  let printed: Witness[] = [];
  let pair: Accepted;

  const run = (recordKey: KeyObject | undefined) => appendDue({ db, now: () => NOW, recordKey }, TEAM);

  async function printHead(): Promise<void> {
    const { size, root } = await db
      .selectFrom('record_log')
      .select(['size', 'root'])
      .executeTakeFirstOrThrow();
    printed = [...printed, { size, root, where: 'digest' }];
  }

  /** Issued, corrected, revoked, issued again, erased; by one key, none, and another. */
  beforeAll(async () => {
    const opened = await openFreshDatabase();
    ({ db, close } = opened);
    await insertYear(db);
    pair = await insertAccepted(db, { experts: 2 });
    const other = await insertAccepted(db);
    await run(first);
    await printHead();
    await changeReport(db, other.id, { days: 1 });
    await changeReport(db, pair.id, { state: 'voided' });
    await run(undefined);
    await changeReport(db, pair.id, { state: 'accepted' });
    const gone = await insertAccepted(db);
    await run(undefined);
    await db
      .transaction()
      .execute((trx) =>
        eraseRecords(trx, { teamId: TEAM, expertIds: gone.expertIds, by: 'expert', now: NOW }),
      );
    await changeReport(db, gone.id, { summary: '改过' });
    await run(second);
    await printHead();
    // Whoever sits at the database takes away what would keep them from it.
    for (const table of ['service_record', 'record_leaf', 'record_log', 'record_checkpoint', 'record_key']) {
      const { rows } = await sql<{ name: string }>`
        select conname as name from pg_constraint
        where conrelid = ${table}::regclass and contype <> 'n' order by contype`.execute(db);
      for (const { name } of rows)
        await sql`alter table ${sql.table(table)} drop constraint ${sql.ref(name)} cascade`.execute(db);
      await sql`do $$ declare c text; begin
        for c in select attname from pg_attribute where attrelid = ${sql.lit(table)}::regclass and attnotnull and attnum > 0
        loop execute format('alter table %I alter column %I drop not null', ${sql.lit(table)}, c); end loop; end $$`.execute(
        db,
      );
    }
    for (const index of ['record_leaf_one_successor', 'record_leaf_erased_once'])
      await sql`drop index ${sql.ref(index)}`.execute(db);
  });

  afterAll(async () => {
    await close();
    rmSync(folder, { recursive: true });
  });

  const verify = async () => (await verifyLog(db, TEAM, printed))?.fault;

  test('When nobody touched it, Then it is in order: every kind of leaf, and each number once', async () => {
    const kinds = await db
      .selectFrom('record_leaf')
      .select(['kind', 'number', 'prior'])
      .orderBy('index')
      .execute();
    expect(kinds.map(({ kind, number, prior }) => `${kind} ${number.slice(-1)} ${prior ?? '-'}`)).toEqual([
      ...['issue 1 -', 'issue 2 -', 'issue 3 -', 'correct 4 2', 'revoke 1 0', 'revoke 2 1'],
      ...['issue 5 4', 'issue 6 5', 'issue 7 -', 'erase 7 8'],
    ]);
    expect(await verifyLog(db, TEAM, printed)).toMatchObject({ size: 10, signed: 10, fault: undefined });
  });

  /** Changes it, asks, and puts it back. */
  async function withChange(change: () => Promise<unknown>): Promise<Awaited<ReturnType<typeof verify>>> {
    let fault: Awaited<ReturnType<typeof verify>>;
    const back = new Error('put it back');
    await db
      .transaction()
      .execute(async (trx) => {
        const whole = db;
        db = trx;
        try {
          await change();
          fault = await verify();
        } finally {
          db = whole;
        }
        throw back;
      })
      .catch((error: unknown) => {
        if (error !== back) throw error;
      });
    return fault;
  }

  const OTHERWISE: Record<string, string> = {
    text: `coalesce(@ || 'x', 'x')`,
    bigint: 'coalesce(@ + 1, 0)',
    integer: 'coalesce(@ + 1, 1)',
    bytea: `coalesce(set_byte(@, 0, 255 - get_byte(@, 0)), '\\x00')`,
    'timestamp with time zone': `@ + interval '1 microsecond'`,
    jsonb: `coalesce(@ || '{"days": 99}', '{}')`,
  };

  test('When any column of any row is changed by hand, Then it is found, and its record is named', async () => {
    const { rows: columns } = await sql<{ table: string; column: string; type: string }>`
      select table_name as table, column_name as column, data_type as type from information_schema.columns
      where table_name in ('service_record', 'record_leaf') and column_name <> 'team_id'`.execute(db);
    for (const { table, column, type } of columns) {
      const key = table === 'service_record' ? 'leaf' : 'index';
      const { rows } = await sql<{ key: number; number: string; isErased: boolean }>`
        select t.${sql.ref(key)} as key, t.number, ${table === 'service_record'}::boolean and exists (
          select 1 from record_leaf e where e.prior = t.${sql.ref(key)} and e.kind = 'erase') as "isErased"
        from ${sql.table(table)} t`.execute(db);
      for (const { key: at, number, isErased } of rows) {
        // Of whoever was erased nothing is left that could be told from another.
        if (isErased && ['code', 'report_id', 'expert_id'].includes(column)) continue;
        const otherwise = sql.raw((OTHERWISE[type] ?? '').replaceAll('@', `"${column}"`));
        const fault = await withChange(() =>
          sql`update ${sql.table(table)} set ${sql.ref(column)} = ${otherwise} where ${sql.ref(key)} = ${at}`.execute(
            db,
          ),
        );
        expect(fault, `${table}.${column} of ${number}`).toBeDefined();
        if (column !== 'leaf' && column !== 'index')
          expect([fault?.index, `${table}.${column}`]).toEqual([at, `${table}.${column}`]);
      }
    }
  });

  test('When rows are deleted, the end is cut, or the log is written anew, Then that is found', async () => {
    const say = async (change: () => Promise<unknown>) => (await withChange(change))?.what;
    expect(await say(() => sql`delete from record_leaf where index = 3`.execute(db))).toBe('leaf_missing');
    expect(await say(() => sql`delete from service_record where leaf = 3`.execute(db))).toBe(
      'record_missing',
    );
    expect(
      await say(() => sql`update service_record set salt = null, fields = null where leaf = 6`.execute(db)),
    ).toBe('fields_missing');
    expect(
      await say(() =>
        sql`insert into service_record select team_id, 99, number, year, no, previous, 'x', report_id, expert_id, salt, fields from service_record where leaf = 6`.execute(
          db,
        ),
      ),
    ).toBe('record_without_leaf');
    expect(await say(() => sql`update record_log set edge = '{}'`.execute(db))).toBe('log_differs');
    expect(await say(() => sql`update record_log set name = 'x'`.execute(db))).toBe('key_differs');
    expect(
      await say(() =>
        sql`update record_checkpoint set note = replace(note, ' ', '  ') where size = 3`.execute(db),
      ),
    ).toBe('checkpoint_differs');

    /** As whoever holds database and key would do it: everything beside the digests fits again. */
    async function writeAnew(change: () => Promise<unknown>): Promise<void> {
      await change();
      const rows = await db.selectFrom('record_leaf').select('hash').orderBy('index').execute();
      const edge = rows.map(({ hash }) => hash).reduce(append, EMPTY_EDGE);
      await db
        .updateTable('record_log')
        .set({ size: edge.size, root: rootOf(edge), edge: [...edge.hashes] })
        .execute();
      await db.deleteFrom('record_checkpoint').execute();
    }
    const cut = await withChange(() =>
      writeAnew(async () => {
        await sql`delete from service_record where leaf >= 7`.execute(db);
        await sql`delete from record_leaf where index >= 7`.execute(db);
      }),
    );
    expect(cut).toEqual({ what: 'cut', where: 'digest', size: 10 });
    const rewritten = await withChange(() =>
      writeAnew(async () => {
        await sql`update record_leaf set at = at - interval '1 day' where index = 1`.execute(db);
        const [leaf] = [...(await listLeavesAt(db, TEAM, [1])).values()];
        const hash = leaf && sha(Buffer.of(0), writeLeaf(leaf));
        await sql`update record_leaf set hash = ${hash} where index = 1`.execute(db);
      }),
    );
    expect(rewritten).toEqual({ what: 'root_differs', where: 'digest', size: 3 });
    expect(await verify()).toBe(undefined);
  });

  async function readRows() {
    const { rows: leaves } = await sql<Parameters<typeof readLog>[0]['leaves'][number]>`
      select kind, number, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, prior, commitment, by
      from record_leaf order by index`.execute(db);
    const papers = await db
      .selectFrom('service_record')
      .select(['leaf', 'salt', 'fields'])
      .orderBy('leaf')
      .execute();
    const checkpoints = await db
      .selectFrom('record_checkpoint as c')
      .innerJoin('record_key as k', 'k.key_id', 'c.key_id')
      .select(['c.note', 'k.line'])
      .orderBy('c.size')
      .execute();
    return { leaves, papers, checkpoints };
  }

  test('When somebody else reads the log by the standards alone, Then they come to the same roots, and a proof proves to them what it proves to us', async () => {
    expect(readFileSync('test/helpers/second-log.ts', 'utf8')).not.toMatch(/from '\./);
    const rows = await readRows();
    const roots = readLog(rows);
    expect(roots).toHaveLength(11);
    expect(rows.checkpoints).toHaveLength(2);
    for (const { size, root } of printed) expect(roots[size]).toBe(base64(root));
    const records = validAmong(await listOfExperts(db, TEAM, { expertIds: pair.expertIds, year: 2013 }));
    const proved = await proveRecords(db, TEAM, records);
    for (const { number, proof } of proved?.proofs ?? []) {
      expect(readProof(proof, proved?.key ?? '')).toMatchObject({ size: 10, fields: { number } });
      for (const other of (proved?.proofs ?? []).filter((one) => one.number !== number)) {
        const [, extra = ''] = other.proof.split('\n');
        const swapped = proof.replace(/^extra .*$/m, extra);
        expect(() => readProof(swapped, proved?.key ?? '')).toThrow('not in the tree');
      }
    }
    expect(proved?.proofs).toHaveLength(2);
    await withChange(async () => {
      await sql`update service_record set fields = fields || '{"days": 9}' where leaf = 3`.execute(db);
      const changed = await readRows();
      expect(() => readLog(changed)).toThrow('3 says something else');
    });
    await withChange(async () => {
      await sql`update record_leaf set number = 'FW-2013-000009' where index = 1`.execute(db);
      const changed = await readRows();
      expect(() => readLog(changed)).toThrow('another log was signed');
    });
  });

  test('When a proof is checked offline, Then it holds for its own record alone, under whichever key signed it', async () => {
    const records = validAmong(await listOfExperts(db, TEAM, { expertIds: pair.expertIds, year: 2013 }));
    const proved = await proveRecords(db, TEAM, records);
    const [one, other] = proved?.proofs ?? [];
    if (!proved || !one || !other) throw new Error('nothing is proved');
    const key = readKey(proved.key);
    const keys = key ? [key] : [];
    const outcome = checkProof(one.proof, keys);
    expect(outcome).toMatchObject({ ok: true, fields: { number: one.number }, head: { size: 10 } });

    const [, extra = ''] = one.proof.split('\n');
    const swapped = one.proof.replace(extra, other.proof.split('\n')[1] ?? '');
    expect(checkProof(swapped, keys)).toEqual({ ok: false, fault: 'not_in_tree' });
    const told = JSON.parse(Buffer.from(extra.slice(6), 'base64').toString());
    const better = { ...told, fields: { ...told.fields, days: 30 } };
    const forged = one.proof.replace(
      extra,
      `extra ${Buffer.from(JSON.stringify(better)).toString('base64')}`,
    );
    expect(checkProof(forged, keys)).toEqual({ ok: false, fault: 'fields_differ' });
    expect(checkProof('c2sp.org/tlog-proof@v1\nindex 0\n\n', keys)).toEqual({
      ok: false,
      fault: 'malformed',
    });

    // The key was changed once: what the first one signed is still checked by its line, which is kept.
    const lines = await db.selectFrom('record_key').select('line').orderBy('line').execute();
    expect(lines).toHaveLength(2);
    const { name } = await db.selectFrom('record_log').select('name').executeTakeFirstOrThrow();
    const former = await db
      .selectFrom('record_checkpoint')
      .select('note')
      .where('size', '=', 3)
      .executeTakeFirstOrThrow();
    expect(openCheckpoint(former.note, [logKeyOf(name, first)])).toMatchObject({ ok: true });
    expect(openCheckpoint(former.note, [logKeyOf(name, second)])).toEqual({
      ok: false,
      fault: 'unknown_key',
    });

    writeFileSync(join(folder, 'one.tlog-proof'), one.proof);
    writeFileSync(join(folder, 'key.txt'), `${proved.key}\n`);
    writeFileSync(join(folder, 'forged.tlog-proof'), forged);
    const check = (proof: string) =>
      promisify(execFile)(
        process.execPath,
        [
          '--disable-warning=ExperimentalWarning',
          'src/verify-records.ts',
          '--proof',
          join(folder, proof),
          '--key',
          join(folder, 'key.txt'),
        ],
        { env: {} },
      ).then(
        ({ stdout }) => stdout,
        (error: { code: number; stdout: string }) => `${error.code} ${error.stdout}`,
      );
    const [held, refused] = await Promise.all([check('one.tlog-proof'), check('forged.tlog-proof')]);
    expect(held).toContain(`核验通过 · it holds: ${one.number}`);
    expect(refused).toMatch(/^1 .*内容与登记时不符/);
  });
});
