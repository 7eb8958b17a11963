import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RootOperationNode } from 'kysely';
import pino, { type Logger } from 'pino';
import { buildManifest } from '../../manifest/manifest.ts';
import { registerRooms } from '../../src/app.ts';
import { type Clock, createClock, wallNow } from '../../src/clock.ts';
import { watchDisk } from '../../src/db/disk.ts';
import type { Db } from '../../src/db/open.ts';
import { listTeams } from '../../src/directory/teams.ts';
import type { Message } from '../../src/playground/records.ts';
import { startWorkspace, type Workspace } from '../../src/playground/workspace.ts';
import type { Room, RoomDeps } from '../../src/room.ts';
import { ROOMS } from '../../src/rooms.ts';
import { lookAtAll, lookIfDue } from '../../src/schedule.ts';
import { type Bolt, createBolt } from '../../src/slack/bolt.ts';
import { createRoutes, listenTo } from '../../src/web/server.ts';
import { type DatabaseKind, databaseKind, openTestDatabase, whenSent } from './database.ts';
import { beginScenes, leaveScenes, walkOnce, whenWritten } from './scenes.ts';

/** The sample season's day: Thursday 31 October 2013, 10:00 in Shanghai. */
export const SEASON_DAY = '2013-10-31T10:00:00+08:00';

export const CHANNEL = 'C0NEEDS';

export const SECRETS = { signingSecret: 'a-signing-secret', botToken: 'xoxb-test', appToken: 'xapp-test' };

/** The cast of the sample season, and a few people who may not. */
export const CAST = [
  { id: 'U0BUREAU', name: '市局专技处', isAdmin: true, isOwner: true },
  { id: 'U0BINHAI', name: '滨海新区联络员' },
  { id: 'U0WUQING', name: '武清区联络员' },
  { id: 'U0HOST', name: '卢工' },
  { id: 'U0HOME', name: '津沽大学人事处' },
  { id: 'U0ZJ0006', name: '何知远' },
  { id: 'U0ZJ0007', name: '田若川' },
  { id: 'U0ALICE', name: 'Alice Wong', locale: 'en-GB', tz: 'Europe/London' },
  { id: 'U0GUEST', name: '访客', isRestricted: true },
  { id: 'U0GONE', name: '已离职', deleted: true },
] as const;

export interface Desk {
  workspace: Workspace;
  db: Db;
  deps: RoomDeps;
  bolt: Bolt;
  clock: Clock;
  appUrl: string;
  databaseUrl: string | undefined;
  as: Workspace['as'];
  /** Waits until every delivery is answered, worked through, and all that is due was sent. */
  settle(): Promise<void>;
  /** Looks at everything that may be due, now or at this moment, which the clock then shows; and settles. */
  look(moment?: string): Promise<void>;
  /** What the schedule does each minute: looks only if anything may be due; and settles. */
  minute(): Promise<void>;
  /** The newest message in the channel where needs appear that is not in a thread. */
  lastCard(): Message;
  close(): Promise<void>;
}

/** What stands between the workspace and the desk, both ways. */
export interface Between {
  /** Where the desk calls the Web API. */
  apiUrl: string;
  /** The desk listens there. */
  reach(appUrl: string): Promise<void> | void;
  close(): Promise<void> | void;
}

function directly(workspace: Workspace): Between {
  return { apiUrl: workspace.apiUrl, reach: workspace.connect, close: () => undefined };
}

/**
 * The product as it runs, on a real database, in front of the local workspace: everything goes through signed
 * payloads and recorded Web API calls. `setUp: false` leaves the workspace empty. The desk itself is reached over HTTP;
 * with `delivery: 'socket'` what stands between must open the socket.
 */
export async function startDesk({
  kind = databaseKind,
  now = SEASON_DAY,
  setUp = true,
  paced = false,
  delivery = 'http',
  putBetween = directly,
  log,
  rooms = ROOMS,
  publicUrl = 'https://desk.test',
  seen = () => {},
}: {
  kind?: DatabaseKind;
  now?: string;
  setUp?: boolean;
  paced?: boolean;
  delivery?: 'http' | 'socket';
  putBetween?: (workspace: Workspace) => Between | Promise<Between>;
  log?: Logger;
  rooms?: readonly Room[];
  /** What stands in addresses that are given to people; the pages themselves are under `appUrl`. */
  publicUrl?: string | undefined;
  /** Is told of each statement. */
  seen?: (statement: RootOperationNode) => void;
} = {}): Promise<Desk> {
  const { db: opened, url, close } = await openTestDatabase(kind);
  const db = opened.withPlugin(whenWritten(() => leaveScenes(desk))).withPlugin(whenSent(seen));
  const time = createClock(Temporal.Instant.from(now));
  const clock: Clock = {
    now: time.now,
    moveTo(moment) {
      leaveScenes(desk);
      time.moveTo(moment);
    },
  };
  const journal = log ?? pino({ level: process.env.LOG_LEVEL ?? 'fatal' });
  const workspace = await startWorkspace({
    ...{ ...SECRETS, appUrl: '', delivery, manifest: buildManifest(delivery), paced },
    ...{ now: clock.now, wallNow: () => wallNow().epochMilliseconds },
  });
  for (const person of CAST) workspace.addUser(person);
  const members = CAST.map(({ id }) => id);
  workspace.addChannel({ id: CHANNEL, name: '专家需求', members, botIsMember: true });

  const between = await putBetween(workspace);
  const { apiUrl } = between;
  const bolt = createBolt({
    ...SECRETS,
    appToken: undefined,
    apiUrl,
    wallNow,
    listTeams: () => listTeams(db),
    log: journal,
  });
  const deps = registerRooms({
    bolt,
    db,
    now: clock.now,
    wallNow,
    pace: { perTargetMs: paced ? 1000 : 0 },
    publicUrl,
    log: journal,
    rooms,
  });
  const isWritable = watchDisk({ db, dataDir: undefined, teamId: () => bolt.ownTeam.identity()?.teamId });
  const server = createServer(listenTo(createRoutes({ deps, bolt, isWritable })));
  const appUrl = await listen(server);
  await between.reach(appUrl);
  await bolt.start();

  async function settle(): Promise<void> {
    for (;;) {
      const before = workspace.calls.length + workspace.deliveries.length;
      await workspace.settled();
      await bolt.idle();
      await deps.sender.drain();
      await workspace.settled();
      if (workspace.calls.length + workspace.deliveries.length === before) return;
    }
  }

  const desk: Desk = {
    ...{ workspace, db, deps, bolt, clock, appUrl, databaseUrl: url, settle },
    look: (moment) =>
      walkOnce(desk, `look ${moment ?? ''}`, async () => {
        if (moment) clock.moveTo(Temporal.Instant.from(moment));
        await lookAtAll(deps);
        await settle();
      }),
    async minute() {
      await lookIfDue(deps);
      await settle();
    },
    as: (userId) => workspace.as(userId),
    lastCard() {
      const card = workspace
        .messages(CHANNEL)
        .findLast(({ thread_ts, ts }) => !thread_ts || thread_ts === ts);
      if (!card) throw new Error('no message in the channel');
      return card;
    },
    async close() {
      await settle();
      await bolt.idle();
      await deps.sender.stop();
      await between.close();
      await closeServer(server);
      await workspace.close();
      await close();
    },
  };
  const isUsual = !paced && !log && delivery === 'http' && putBetween === directly && rooms === ROOMS;
  if (isUsual) beginScenes(desk, now);
  if (setUp) await setUpProgramme(desk);
  return desk;
}

export const YEAR = {
  name: '天津市专家服务基层行动',
  year: '2013',
  document_no: '津人社局函〔2013〕530号',
  target_experts: '300',
  opens_on: '2013-08-30',
  deadline: '2013-12-31',
  time_zone: 'Asia/Shanghai',
  channel: CHANNEL,
  language: 'zh',
  published_by: 'district',
};

/** The bureau sets the year up, through the form. */
export function setUpProgramme(desk: Desk, values: Record<string, string | string[]> = {}): Promise<void> {
  return walkOnce(desk, `set up ${JSON.stringify(values)}`, async () => {
    const { as, settle } = desk;
    const bureau = as('U0BUREAU');
    await bureau.command('/expert', 'setup');
    await settle();
    await bureau.submit({ ...YEAR, ...values });
    await settle();
    await bureau.closeModal();
  });
}

/** Gives a role through the settings form. */
export function giveRole(
  desk: Desk,
  user: string,
  role: { role: 'bureau' | 'district' | 'system'; districts?: string[]; systems?: string[] },
): Promise<void> {
  return walkOnce(desk, `role ${user} ${JSON.stringify(role)}`, async () => {
    const { as, settle } = desk;
    const bureau = as('U0BUREAU');
    await bureau.command('/expert', 'settings');
    await settle();
    await bureau.submit({ user, ...role });
    await settle();
    await bureau.closeModal();
  });
}

export const REGISTRATION = {
  name: '何知远',
  employer: '津沽大学',
  system: 'education',
  title: 'professor',
  field: 'newmat',
  specialty: '高分子膜材料',
  services: ['tech_problem', 'tech_consult'],
  max_active_claims: '3',
  phone: '022-0000-3006',
  home_unit_contact: '津沽大学人事处',
};

/** Registers somebody as an expert and has the bureau verify them. */
export function registerVerified(
  desk: Desk,
  userId: string,
  values: Record<string, string | string[]> = {},
): Promise<string> {
  return walkOnce(desk, `register ${userId} ${JSON.stringify(values)}`, () => walkIn(desk, userId, values));
}

async function walkIn(
  { as, settle, db }: Desk,
  userId: string,
  values: Record<string, string | string[]>,
): Promise<string> {
  const person = as(userId);
  await person.command('/expert', 'register');
  await settle();
  await person.submit({ ...REGISTRATION, ...values });
  await settle();
  await person.closeModal();
  const { id } = await db
    .selectFrom('expert')
    .select('id')
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow();
  const review = as('U0BUREAU').dms.findLast((message) => JSON.stringify(message.blocks).includes(`"${id}"`));
  if (!review) throw new Error('the bureau was not asked to verify');
  await as('U0BUREAU').press(review, 'verify_expert');
  await settle();
  return id;
}

/**
 * A payload that Slack would only send for a button which that person can see. It carries no `response_url`, so the
 * answer is tried as a window; that Slack refuses the invented trigger is the forger's trouble.
 */
export async function forgeClick(
  desk: Desk,
  user: string,
  actionId: string,
  value: string,
  teamId = desk.workspace.teamId,
): Promise<void> {
  const { workspace } = desk;
  await workspace.deliver('block_actions', {
    type: 'block_actions',
    user: { id: user, username: user, name: user, team_id: teamId },
    team: { id: teamId, domain: 'experts' },
    ...{ api_app_id: workspace.appId, token: 'x', trigger_id: `forged.${user}.${actionId}.${value}` },
    container: { type: 'message', channel_id: CHANNEL, message_ts: '1.1', is_ephemeral: false },
    actions: [
      {
        type: 'button',
        action_id: actionId,
        block_id: 'b',
        value,
        action_ts: '1.1',
        text: { type: 'plain_text', text: 'x' },
      },
    ],
  });
  await desk.settle();
  workspace.violations.splice(
    0,
    Infinity,
    ...workspace.violations.filter((one) => !one.includes('invalid_trigger_id')),
  );
}

export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function closeServer(server: Server): Promise<void> {
  await new Promise((done) => {
    server.close(done);
    server.closeAllConnections();
  });
}
