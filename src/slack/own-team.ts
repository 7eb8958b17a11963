import { setTimeout as pause } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';

/** The database holds the data of other workspaces only: to go on would mix them, or show people nothing of theirs. */
export class ForeignDatabase extends Error {
  override name = 'ForeignDatabase';
  constructor(ours: string, theirs: readonly string[]) {
    const them = theirs.join(', ');
    super(
      `数据库里是另一个工作区（${them}）的数据，而 SLACK_BOT_TOKEN 属于工作区 ${ours}：请把 DATABASE_URL（或 DATA_DIR）换成本工作区的数据库，或换成那个工作区的令牌 · ` +
        `The database holds the data of another workspace (${them}), and SLACK_BOT_TOKEN is of ${ours}: set DATABASE_URL (or DATA_DIR) to this workspace's own, or the token to that workspace's`,
    );
  }
}

/** What Slack says of our token. */
export interface Identity {
  teamId: string;
  botId?: string;
  botUserId?: string;
}

/** Whose token this is: one token serves one workspace, and this process takes, sends and looks after nothing else. */
export interface OwnTeam {
  /** Undefined while Slack doesn't say it, and for good when the database is another workspace's. */
  find(): Promise<string | undefined>;
  /** True for a payload that may be acted on; answers within two seconds. */
  serves(teamId: string | undefined): Promise<boolean>;
  /** As far as Slack has said it. */
  identity(): Identity | undefined;
  /** True when Slack's last answer was a failure. */
  failed(): boolean;
  /** Set when the database is another workspace's. */
  foreign(): ForeignDatabase | undefined;
}

/** How long a payload may wait for Slack's word, in ms: it has to be acknowledged within three seconds. */
const MOST_WAIT_MS = 2000;

const FOREIGN =
  'the database holds another workspace’s data: nothing is sent and nobody is answered; set DATABASE_URL (or DATA_DIR) to this workspace’s own, or SLACK_BOT_TOKEN to the token of the workspace whose data these are, and restart';

/** `listTeams` says whose data the database holds. */
export function createOwnTeam({
  client,
  listTeams,
  log,
}: {
  client: WebClient;
  listTeams: () => Promise<string[]>;
  log: Logger;
}): OwnTeam {
  let said: Identity | undefined;
  let identity: Identity | undefined;
  let foreign: ForeignDatabase | undefined;
  let failed = false;
  let asking: Promise<Identity | undefined> | undefined;

  async function ask(): Promise<void> {
    try {
      const { team_id, bot_id, user_id } = await client.auth.test();
      failed = false;
      said = team_id
        ? {
            teamId: team_id,
            ...(bot_id ? { botId: bot_id } : {}),
            ...(user_id ? { botUserId: user_id } : {}),
          }
        : undefined;
    } catch (error) {
      failed = true;
      const { data, code } = error as { data?: { error?: string }; code?: string };
      log.warn({ reason: data?.error ?? code }, 'auth.test failed');
    }
  }

  /** Before anything is done with the database it says whose it is; while it doesn't answer, nothing is known. */
  async function compare(): Promise<Identity | undefined> {
    if (!said) return undefined;
    const teams = await listTeams().catch(() => undefined);
    if (!teams) return undefined;
    if (teams.length > 0 && !teams.includes(said.teamId)) {
      foreign = new ForeignDatabase(said.teamId, teams);
      log.error({ team: said.teamId, database: teams }, FOREIGN);
      return undefined;
    }
    identity = said;
    return identity;
  }

  async function find(): Promise<string | undefined> {
    if (identity) return identity.teamId;
    if (foreign) return undefined;
    // One question at a time, however many wait for its answer.
    asking ??= (said ? Promise.resolve() : ask()).then(compare).finally(() => {
      asking = undefined;
    });
    return (await asking)?.teamId;
  }

  /** While Slack doesn't answer, the only workspace in the database is the one that this token served before. */
  async function isPresumed(teamId: string): Promise<boolean> {
    const teams = await listTeams().catch(() => []);
    return teams.length === 1 && teams[0] === teamId;
  }

  async function judge(teamId: string | undefined): Promise<boolean> {
    if (teamId !== undefined && (await isPresumed(teamId))) {
      void find();
      return true;
    }
    const found = await find();
    return found !== undefined && (teamId === undefined || found === teamId);
  }

  return {
    find,
    async serves(teamId) {
      if (identity) return teamId === undefined || teamId === identity.teamId;
      if (foreign) return false;
      return Promise.race([judge(teamId), pause(MOST_WAIT_MS, false, { ref: false })]);
    },
    identity: () => identity,
    failed: () => failed,
    foreign: () => foreign,
  };
}
