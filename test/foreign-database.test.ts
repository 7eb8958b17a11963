import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildManifest } from '../manifest/manifest.ts';
import { wallNow } from '../src/clock.ts';
import { migrateToLatest } from '../src/db/migrate.ts';
import { openDatabase } from '../src/db/open.ts';
import { startWorkspace } from '../src/playground/workspace.ts';
import { createPostgresDatabase, databaseKind } from './helpers/database.ts';
import { putMadeDatabase } from './helpers/made-folder.ts';
import { startProgram } from './helpers/program.ts';

test('When the database is another workspace’s, Then the program says so in both languages and does not start', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'expert-desk-'));
  const server = databaseKind === 'postgres' ? await createPostgresDatabase() : undefined;
  if (!server) await putMadeDatabase(dataDir);
  const { db, close } = await openDatabase({ databaseUrl: server?.url, dataDir });
  await migrateToLatest(db);
  const theirs = { team_id: 'T0OTHER', user_id: 'U0THEIRS', name: '别处的人', locale: 'zh-CN' };
  await db
    .insertInto('slack_user')
    .values({
      ...theirs,
      ...{ tz: 'Asia/Shanghai', is_admin: false, is_guest: false, is_bot: false, deleted: false },
      read_at: wallNow(),
    })
    .execute();
  await close();
  const workspace = await startWorkspace({
    ...{ appUrl: '', signingSecret: 'a-signing-secret', botToken: 'xoxb-1', manifest: buildManifest('http') },
    ...{ now: wallNow, wallNow: () => wallNow().epochMilliseconds },
  });

  const program = startProgram({
    DATA_DIR: dataDir,
    HOST: '127.0.0.1',
    PORT: '0',
    ...(server ? { DATABASE_URL: server.url } : {}),
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_SIGNING_SECRET: 'a-signing-secret',
    SLACK_API_URL: workspace.apiUrl,
  });
  const code = await program.exit;
  const said = program.errors.join('\n');
  await workspace.close();
  await server?.drop();
  rmSync(dataDir, { recursive: true, force: true });
  expect(code).toBe(1);
  expect(said).toContain('另一个工作区');
  expect(said).toMatch(/another workspace \(T0OTHER\).*SLACK_BOT_TOKEN.*DATABASE_URL/s);
}, 60_000);
