import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { DatabaseIsNewer, migrateToLatest } from '../src/db/migrate.ts';
import { explainStart } from '../src/explain-start.ts';
import { openTestDatabase } from './helpers/database.ts';

const read = (path: string) => readFileSync(path, 'utf8');

/** The value of one setting of the unit. */
function settingOf(name: string): string {
  return read('.deploy/expert-desk.service').match(new RegExp(`^${name}=(.*)$`, 'm'))?.[1] ?? '';
}

const INSTALLED_IN = '/opt/expert-desk/';

describe('running it for real', () => {
  test('When the example is read, Then it names every variable that the configuration knows, and no other', () => {
    const example = [...read('.deploy/expert-desk.env.example').matchAll(/^([A-Z_]+)=(.*)$/gm)];
    const known = [...read('src/config.ts').matchAll(/^ {2}([A-Z_]+): optional\(/gm)].map(([, name]) => name);
    expect(example.map(([, name]) => name).sort()).toEqual(known.sort());

    const filled = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', NODE_ENV: 'production' };
    const env = Object.fromEntries(example.map(([, name, value]) => [name, value]));
    expect(readConfig({ ...env, ...filled })).toMatchObject({ ok: true, config: { host: '127.0.0.1' } });
    expect(readConfig({ ...env, NODE_ENV: 'production' }).ok).toBe(false);
    expect(env.DATA_DIR).toBe(`/var/lib/${settingOf('StateDirectory')}`);
  });

  test('When the unit starts, Then the runtime that npm brings and a file that exists, without npm in between', () => {
    const [runtime = '', ...args] = settingOf('ExecStart').split(' ');
    expect(`${settingOf('WorkingDirectory')}/`).toBe(INSTALLED_IN);
    expect(existsSync(runtime.replace(INSTALLED_IN, ''))).toBe(true);
    expect(existsSync(args.at(-1) ?? '')).toBe(true);
    const { scripts } = createRequire(import.meta.url)('../package.json') as { scripts: { start: string } };
    expect(['node', ...args].join(' ')).toBe(scripts.start);
  });

  test('When the unit ends it, Then it has longer than the program takes', () => {
    const ms = Number(
      read('src/main.ts')
        .match(/SHUTDOWN_MS = ([\d_]+)/)?.[1]
        ?.replace('_', ''),
    );
    expect(ms).toBeLessThan(10_000);
    expect(Number(settingOf('TimeoutStopSec')) * 1000).toBeGreaterThan(ms);
  });

  test('When either page is read, Then the same commands stand there', () => {
    const blocksOf = (path: string) =>
      [...read(path).matchAll(/^```\w+\n[\s\S]*?^```$/gm)].map(([all]) => all);
    const english = blocksOf('.deploy/README.md');
    expect(english.length).toBeGreaterThan(5);
    expect(blocksOf('.deploy/README.zh-CN.md')).toEqual(english);
    expect(read('README.md')).toContain('(.deploy/README.md)');
    expect(read('README.zh-CN.md')).toContain('(.deploy/README.zh-CN.md)');
  });

  test('When a newer release has migrated the database, Then an older one says so and changes nothing', async () => {
    const { db, close } = await openTestDatabase();
    await migrateToLatest(db);
    await sql`insert into kysely_migration (name, timestamp) values ('2099-01-01T0000-later', '2099-01-01T00:00:00.000Z')`.execute(
      db,
    );

    const refusal = await migrateToLatest(db).catch((error: Error) => error);

    expect(refusal).toBeInstanceOf(DatabaseIsNewer);
    expect(String(refusal)).toContain('2099-01-01T0000-later');
    expect(String(refusal)).toContain('备份');
    await close();
  });

  test('When PostgreSQL does not let it in, Then it says what to change, without the password', () => {
    const outcome = readConfig({ DATABASE_URL: 'postgresql://desk:geheim@db.example/desk' });
    if (!outcome.ok) throw new Error('the configuration is wrong');
    const explain = (code: string, message = 'geheim') =>
      explainStart(Object.assign(new Error(message), code ? { code } : {}), outcome.config);
    expect(explain('28P01')).toContain('password is wrong');
    expect(explain('3D000')).toContain('no such database');
    expect(explain('42501')).toContain('create on schema public');
    for (const code of [
      '28P01',
      '3D000',
      '42501',
      'ECONNREFUSED',
      'EAI_AGAIN',
      'SELF_SIGNED_CERT_IN_CHAIN',
      '57P03',
    ]) {
      expect(explain(code)).toMatch(/^DATABASE_URL /);
      expect(explain(code)).not.toContain('geheim');
    }
    for (const message of [
      'Connection terminated due to connection timeout',
      'The server does not support SSL connections',
    ])
      expect(explain('', message)).toBe(
        `DATABASE_URL 连接不上数据库 · the database can not be reached or used (${message})`,
      );
    expect(explain('slack_webapi_platform_error', 'invalid_auth')).toBe('invalid_auth');
  });
});
