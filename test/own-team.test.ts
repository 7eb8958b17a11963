import { sql } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import { enqueueNotice } from '../src/outbox/enqueue.ts';
import type { Workspace } from '../src/playground/workspace.ts';
import { CHANNEL, type Desk, forgeClick, setUpProgramme, startDesk } from './helpers/desk.ts';
import { keptLog, type Line } from './helpers/log.ts';

const OTHER = 'T0OTHER';

let desk: Desk;

afterEach(async () => {
  desk.workspace.faults.clear();
  await desk.close();
});

/** Slack doesn't say whose token this is, as if its Web API were down at the start. */
function withoutAnAnswer(workspace: Workspace) {
  workspace.faults.respond500('auth.test', 1000);
  return { apiUrl: workspace.apiUrl, reach: workspace.connect, close: () => undefined };
}

/** What came is worked through and the queue has looked once: it asks whose token this is each time it looks. */
async function calm(): Promise<void> {
  await desk.workspace.settled();
  await desk.bolt.idle();
  await desk.deps.sender.drain();
  await desk.workspace.settled();
}

async function askLine(teamId: string, key: string): Promise<void> {
  const line = { teamId, key, kind: 'welcome', target: CHANNEL, ref: { by: 'U0BUREAU' } };
  await desk.db.transaction().execute((trx) => enqueueNotice(trx, line));
}

const stateOf = async (key: string) =>
  (await desk.db.selectFrom('outgoing').select('state').where('key', '=', key).executeTakeFirstOrThrow())
    .state;

const posted = () => desk.workspace.calls.filter(({ method }) => method === 'chat.postMessage').length;

const teamsMet = async () =>
  (await desk.db.selectFrom('slack_user').select('team_id').distinct().execute()).map(
    ({ team_id }) => team_id,
  );

const readiness = async () => {
  const answer = await fetch(`${desk.appUrl}/readyz`);
  return { status: answer.status, ...((await answer.json()) as object) };
};

describe('another workspace in the same database', () => {
  test('When its messages, dead processes and year are due, Then they are left to its own process', async () => {
    desk = await startDesk();
    const { db, workspace } = desk;
    const year = await db.selectFrom('programme_year').selectAll().executeTakeFirstOrThrow();
    await db
      .insertInto('programme_year')
      .values({ ...year, team_id: OTHER, shown_on: null, repaired_week: null })
      .execute();
    await askLine(OTHER, 'theirs');
    await askLine(OTHER, 'stranded');
    await sql`update outgoing set state = 'sending', lease_until = 'epoch' where key = 'stranded'`.execute(
      db,
    );
    await askLine(workspace.teamId, 'ours');
    const before = posted();
    await desk.look('2013-11-04T00:05:00+08:00');
    await desk.look('2013-11-04T09:30:00+08:00');
    expect([await stateOf('ours'), await stateOf('theirs'), await stateOf('stranded')]).toEqual([
      'sent',
      'waiting',
      'sending',
    ]);
    expect(posted()).toBeGreaterThan(before);
    const theirs = await db.selectFrom('programme_year').selectAll().where('team_id', '=', OTHER).execute();
    expect(theirs).toMatchObject([{ shown_on: null, repaired_week: null }]);
    const digests = await db.selectFrom('digest_channel').select('team_id').distinct().execute();
    expect(digests).toEqual([{ team_id: workspace.teamId }]);
  });
});

describe('while Slack does not say whose token this is', () => {
  test('When the database knows the workspace, Then its people are answered, others’ payloads do nothing, and nothing is sent until Slack says', async () => {
    desk = await startDesk({ setUp: false, putBetween: withoutAnAnswer });
    const { teamId, faults } = desk.workspace;
    await desk.deps.readers.find(teamId, 'U0BUREAU');
    await askLine(teamId, 'ours');

    const delivery = await desk.as('U0BUREAU').command('/expert', 'help');
    expect(delivery.ms).toBeLessThan(1500);
    await calm();
    expect(desk.as('U0BUREAU').ephemerals).toHaveLength(1);
    await forgeClick({ ...desk, settle: calm }, 'U0BUREAU', 'verify_expert', 'one', OTHER);
    expect(await teamsMet()).toEqual([teamId]);
    expect([await stateOf('ours'), posted()]).toEqual(['waiting', 0]);

    faults.clear();
    await desk.settle();
    // There is no year yet to welcome people to: it was taken, and nothing is left to say.
    expect(await stateOf('ours')).toBe('dropped');
  });

  test('When the database is new, Then a payload waits for Slack’s word, and without it does nothing', async () => {
    desk = await startDesk({ setUp: false, putBetween: withoutAnAnswer });
    await desk.as('U0BUREAU').command('/expert', 'help');
    await calm();
    expect([await teamsMet(), desk.as('U0BUREAU').ephemerals]).toEqual([[], []]);
    desk.workspace.faults.clear();
    await setUpProgramme(desk);
    expect(await teamsMet()).toEqual([desk.workspace.teamId]);
    desk.workspace.violations.length = 0;
  });

  test('When the database turns out to be another workspace’s, Then one error says so, readiness too, and nothing is done', async () => {
    const lines: Line[] = [];
    desk = await startDesk({ setUp: false, putBetween: withoutAnAnswer, log: keptLog(lines) });
    const { teamId, faults } = desk.workspace;
    desk.workspace.addUser({ id: 'U0THEIRS', name: 'theirs' });
    await desk.deps.readers.find(OTHER, 'U0THEIRS');
    await askLine(teamId, 'ours');
    faults.clear();
    await desk.look();
    expect(await readiness()).toMatchObject({ status: 503, ready: false, workspace: 'another' });
    await desk.as('U0BUREAU').command('/expert', 'help');
    await forgeClick(desk, 'U0THEIRS', 'verify_expert', 'one', OTHER);
    await desk.settle();
    expect([await stateOf('ours'), posted(), await teamsMet()]).toEqual(['waiting', 0, [OTHER]]);
    expect(lines.filter(({ level }) => level >= 50)).toEqual([
      expect.objectContaining({ team: teamId, msg: expect.stringContaining('another workspace') }),
    ]);
    desk.workspace.violations.length = 0;
  });
});
