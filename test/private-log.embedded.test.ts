import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { buildEvent } from '../src/playground/payloads.ts';
import type { Desk } from './helpers/desk.ts';
import { keptLog, type Line } from './helpers/log.ts';
import { NEED } from './helpers/need.ts';
import { startYear, walk } from './helpers/year.ts';
import { PLAN } from './helpers/year-plan.ts';

/** A month with everything, or the days in which people register, post, claim, consent and accept. */
const LAST_DAY = process.env.TEST_EVERYTHING === '1' ? '09-30' : '09-05';

/**
 * Whoever runs the desk must know which workspace took the app out: these lines name it, and nothing else does.
 * They are known by their sentence.
 */
const NAMES_ITS_WORKSPACE =
  /this workspace (took the app out)|lets nothing through to this workspace|back in this workspace/;

/** Slack's ids, and ours for people and for what is sent to them. */
const ID = /^[UWCDGT]0[A-Z0-9]{3,}$/;

/** What people wrote is in Chinese, has a blank or is a number to be called: our own words for states have none of these. */
const WRITTEN = /\p{Script=Han}|\S \S|^\+?\d[\d-]{6,}$/u;

/** Every text in the database, inside JSON as well. */
async function listTexts({ db }: Desk): Promise<Set<string>> {
  const texts = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value === 'string') texts.add(value);
    else if (Array.isArray(value)) value.forEach(collect);
    else if (value !== null && typeof value === 'object') Object.values(value).forEach(collect);
  };
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_name not like 'kysely%'`.execute(db);
  for (const { name } of tables) {
    const { rows } = await sql<{
      row: object;
    }>`select to_jsonb(one) as row from ${sql.table(name)} one`.execute(db);
    rows.forEach(collect);
  }
  return texts;
}

async function listPrivate(desk: Desk): Promise<string[]> {
  const { db, workspace } = desk;
  const texts = [...(await listTexts(desk))].filter((text) => ID.test(text) || WRITTEN.test(text));
  const experts = await db.selectFrom('expert').select('id').execute();
  const rows = await db.selectFrom('outgoing').select('key').execute();
  return [
    ...texts,
    ...workspace.team.users.keys(),
    ...workspace.team.channels.keys(),
    ...experts.map(({ id }) => id),
    ...rows.map(({ key }) => key),
    workspace.teamId,
  ];
}

/** Every fourth row is refused with all that stands in it, as PostgreSQL does when a constraint refuses a row. */
async function failSometimes({ db }: Desk): Promise<void> {
  await sql`create sequence attempt`.execute(db);
  await sql`create or replace function stumble() returns trigger language plpgsql as $$ begin
    if nextval('attempt') % 4 = 0 then raise exception 'refused: %', to_jsonb(new) using detail = to_jsonb(new)::text; end if;
    return new;
  end $$`.execute(db);
  for (const table of ['nudge', 'nudge_message', 'digest_issue'])
    await sql`create trigger stumble before insert on ${sql.table(table)}
      for each row execute function stumble()`.execute(db);
}

/** A form whose every word stands in what is thrown, and a command that finds nobody's account. */
async function throwAtPeople({ db, as, settle }: Desk): Promise<void> {
  await sql`create or replace function refuse() returns trigger language plpgsql as $$ begin
    raise exception 'refused: %', to_jsonb(new) using detail = to_jsonb(new)::text;
  end $$`.execute(db);
  await as('U0HOST').command('/expert-demand');
  await settle();
  await sql`create trigger refuse before insert or update on draft
    for each row execute function refuse()`.execute(db);
  await as('U0HOST').submit(NEED);
  await settle();
  await as('U0HOST').closeModal({ all: true });
  await sql`drop trigger refuse on draft`.execute(db);
  await sql`alter table slack_user rename to slack_user_away`.execute(db);
  await as('U0HOST').command('/expert', '卢工的电话 022-0000-1001');
  await settle();
  await sql`alter table slack_user_away rename to slack_user`.execute(db);
}

test('When weeks pass in which things fail, Then no line of the log names a person, a channel or what somebody wrote', async () => {
  const lines: Line[] = [];
  const desk = await startYear('2013-09-02T10:00:00+08:00', keptLog(lines, 'trace'));
  const { workspace } = desk;
  await failSometimes(desk);
  let moment = 0;
  await walk(desk, {
    ...{ from: '2013-09-02', to: `2013-${LAST_DAY}` },
    plan: PLAN.filter(([when]) => when <= `${LAST_DAY} 23:59`),
    async look() {
      moment += 1;
      // Not what passes: a lane that waits for its next try holds up the next act, as the walk doesn't wait.
      if (moment % 5 === 0) workspace.faults.refuse('chat.update', 'invalid_blocks');
      await desk.look();
    },
  });
  for (const days of [1, 2, 3, 4, 5]) {
    workspace.faults.respond500('chat.update');
    await desk.look(String(desk.clock.now().add({ hours: 24 * days })));
  }
  await throwAtPeople(desk);
  const event = { type: 'app_uninstalled', event_ts: '1.1' };
  await workspace.deliver('event', buildEvent(workspace.team, event));
  await desk.settle();

  const secrets = [
    ...(await listPrivate(desk)),
    ...Object.values(NEED)
      .flat()
      .filter((text) => WRITTEN.test(text)),
  ];
  expect(secrets.length).toBeGreaterThan(100);
  const levels = new Set(lines.map(({ level }) => level));
  expect([levels.has(20), levels.has(40), levels.has(50)]).toEqual([true, true, true]);
  expect(lines.filter(({ msg }) => msg === 'message not sent').length).toBeGreaterThan(3);
  expect(lines.filter(({ msg }) => msg === 'a listener threw')).toHaveLength(2);
  expect(lines.filter(({ msg }) => NAMES_ITS_WORKSPACE.test(msg))).toHaveLength(1);
  const told = lines.flatMap((line) => {
    const { team, ...rest } = line;
    const shown = JSON.stringify(NAMES_ITS_WORKSPACE.test(line.msg) ? rest : line);
    return secrets.filter((secret) => shown.includes(secret)).map((secret) => `${secret} in ${shown}`);
  });
  expect(told).toEqual([]);
  // The next file of this process gets the same database.
  await sql`drop function stumble, refuse cascade`.execute(desk.db);
  await desk.close();
}, 300_000);
