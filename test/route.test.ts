import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { CHANNEL, type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { publishNeed } from './helpers/need.ts';
import { type Recorder, recordStatements } from './helpers/statements.ts';

/** What the database is asked on the way of a few things that happen all day: `route.txt` grows only on purpose. */
const ANEW = 'npx vitest run --project embedded test/route.test.ts -u';

let desk: Desk;
let recorder: Recorder;
const chapters: string[] = [];
const queue = new Set<string>();

beforeAll(async () => {
  recorder = recordStatements((one) => isOfQueue(one) || isHeartbeat(one));
  desk = await startDesk();
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  await publishNeed(desk);
  await registerVerified(desk, 'U0ZJ0006', { home_unit_user: 'U0HOME' });
  // A workspace that is lived in: Homes are kept for those who have opened theirs.
  for (const user of ['U0BUREAU', 'U0BINHAI', 'U0HOST', 'U0HOME', 'U0ZJ0006']) await desk.as(user).openHome();
  // Once a minute the first press asks whether the workspace has come back.
  await desk.as('U0HOST').command('/expert', 'help');
  await desk.settle();
});

afterAll(async () => {
  vi.restoreAllMocks();
  await desk.close();
});

/** The queue looks when it has time, beside everything else: how often is not ours to say. */
function isOfQueue(statement: string): boolean {
  return /\b(outgoing|changed|slack_hold)\b/.test(statement) && !/^(\/\*.*\*\/ )?insert /.test(statement);
}

/** Comes when it is time for it, whatever else happens: a beat, the sweep twice a minute, plans that grew old. */
const isHeartbeat = (statement: string) =>
  /\bsending_process\b|'no_thread'|^discard plans$|^update outgoing .* then 'unknown'/.test(statement);

/** Each once, however often it was asked. */
const once = (statements: string[]) => [...new Set(statements)].sort();

function counted(statements: string[]): string[] {
  const ofOne = Object.groupBy(statements.toSorted(), (statement) => statement);
  return Object.entries(ofOne).map(([statement, all]) => `${all?.length} × ${statement}`);
}

async function recordAll(work: () => Promise<unknown>, phase = () => ''): Promise<[string, string][]> {
  const all = await recorder.record(async () => {
    await work();
    await desk.settle();
  }, phase);
  for (const [, statement] of all) if (isOfQueue(statement) && !isHeartbeat(statement)) queue.add(statement);
  return all.filter(([, statement]) => !isOfQueue(statement) && !isHeartbeat(statement));
}

/** What somebody waits for: in the order in which it is asked until they see the outcome, and what follows. */
async function writeAct(title: string, work: () => Promise<unknown>, isSeen: () => boolean): Promise<void> {
  const all = await recordAll(work, () => (isSeen() ? 'after' : 'before'));
  expect(isSeen(), title).toBe(true);
  const of = (wanted: string) => all.flatMap(([phase, one]) => (phase === wanted ? [one] : []));
  const [before, after] = [of('before'), once(of('after'))];
  chapters.push(
    [`# ${title}`, `## until it is seen: ${before.length}`, ...before, '## after that', ...after].join('\n'),
  );
}

/** What the clock brings, with all that follows. */
async function writeLook(title: string, moment: string, isSeen: () => boolean): Promise<void> {
  const all = (await recordAll(() => at(moment))).map(([, statement]) => statement);
  expect(isSeen(), title).toBe(true);
  chapters.push([`# ${title}: ${all.length}`, ...counted(all)].join('\n'));
}

/** What the program does each minute, where nothing is due. */
async function writeMinute(): Promise<void> {
  const all = (await recordAll(() => desk.minute())).map(([, statement]) => statement);
  expect(all.length).toBeLessThanOrEqual(3);
  chapters.push([`# A minute in which nothing is due: ${all.length}`, ...counted(all)].join('\n'));
}

const at = (moment: string) => desk.look(`${moment}+08:00`);

test('When things happen that happen all day, Then the database is asked this, and no more', async () => {
  const expert = desk.as('U0ZJ0006');
  const answers = expert.ephemerals.length;
  const press = () => expert.press(desk.lastCard(), 'claim_slot');
  await writeAct('A claim', press, () => expert.ephemerals.length > answers);

  const newcomer = desk.as('U0WUQING');
  const open = () => newcomer.openHome();
  await writeAct('Opening Home', open, () => newcomer.home !== undefined);

  const digests = () => desk.workspace.messages(CHANNEL).filter(({ text }) => text.includes('300')).length;
  await at('2013-11-04T08:59');
  const posted = digests();
  await writeLook('A digest', '2013-11-04T09:00', () => digests() > posted);

  await at('2013-11-05T09:29');
  const home = desk.as('U0HOME');
  const told = home.dms.length;
  await writeLook('A reminder', '2013-11-05T09:30', () => home.dms.length > told);

  await at('2013-11-05T11:00');
  await at('2013-11-05T11:01');
  desk.clock.moveTo(Temporal.Instant.from('2013-11-05T11:02+08:00'));
  await writeMinute();

  chapters.push(['# The queue, whenever it looks', ...once([...queue])].join('\n'));
  await expect(`${chapters.join('\n\n')}\n`, `If this is meant: ${ANEW}`).toMatchFileSnapshot('./route.txt');
});
