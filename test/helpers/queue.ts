import { WebClient } from '@slack/web-api';
import type { RootOperationNode } from 'kysely';
import pino from 'pino';
import { buildManifest } from '../../manifest/manifest.ts';
import { wallNow } from '../../src/clock.ts';
import { createReaders, markUnreachable } from '../../src/directory/readers.ts';
import { enqueueNotice, enqueueView, type Outgoing } from '../../src/outbox/enqueue.ts';
import type { OnMarked } from '../../src/outbox/marks.ts';
import type { PaceOptions } from '../../src/outbox/pace.ts';
import { createSender } from '../../src/outbox/send.ts';
import { startWorkspace, type Workspace } from '../../src/playground/workspace.ts';
import { message, section } from '../../src/slack/blocks.ts';
import type { Sender } from '../../src/slack/interaction.ts';
import type { RenderedMessage } from '../../src/slack/renderer.ts';
import {
  type DatabaseKind,
  databaseKind,
  openTestDatabase,
  type TestDatabase,
  whenSent,
} from './database.ts';

export const TEAM = 'T0EXPERTS';

/** The queue alone, on a real database, in front of the local workspace; its clock moves when told to. */
export interface Queue extends TestDatabase {
  workspace: Workspace;
  /** Seconds added to the clock of the queue and of the workspace. */
  clock: { ahead: number };
  /** What a line says at the moment of sending; undefined for nothing any more. Throwing is the renderer's bug. */
  says(ref: Record<string, string>): string | RenderedMessage | undefined;
  /** Workspaces in which trouble was told, and people whom a message could not reach. */
  told: string[];
  unreachable: string[];
  /** Until how many seconds on the clock a person or channel is left in peace. */
  quiet: Record<string, number>;
  /** None, unless a test is about it. */
  pace: PaceOptions;
  later(): Temporal.Instant;
  /** One more process at the queue, of this workspace. */
  sender(teamId?: string, onMarked?: OnMarked): Sender;
  /** Ends all processes at the queue. */
  stopSenders(): Promise<void>;
  ask(shape: 'view' | 'notice', ...rows: Outgoing[]): Promise<void>;
  rowOf(
    key: string,
  ): Promise<{ state: string; error: string | null; ts: string | null; troubles: number; attempts: number }>;
  textsIn(channel: string): string[];
  /** Forgets all that was asked and said. */
  reset(): Promise<void>;
  /** Lets the time pass that a dead process's leases run, and every back-off. */
  drainAt(seconds: number): Promise<void>;
}

/** `seen` is told of each statement that the queue sends. */
export async function startQueue(
  kind: DatabaseKind = databaseKind,
  seen: (statement: RootOperationNode) => void = () => {},
): Promise<Queue> {
  const database = await openTestDatabase(kind);
  const watched = database.db.withPlugin(whenSent(seen));
  const clock = { ahead: 0 };
  const later = () => wallNow().add({ seconds: clock.ahead });
  const workspace = await startWorkspace({
    ...{ appUrl: '', signingSecret: 'x', botToken: 'xoxb-1', manifest: buildManifest('http'), paced: false },
    ...{ now: later, wallNow: () => later().epochMilliseconds },
  });
  const senders: Sender[] = [];
  let first: Sender | undefined;

  function sender(teamId = TEAM, ...onMarked: OnMarked[]): Sender {
    const options = { rejectRateLimitedCalls: true, retryConfig: { retries: 0 }, timeout: 5000 };
    const client = new WebClient('xoxb-1', { ...options, slackApiUrl: workspace.apiUrl });
    const made = createSender({
      ...{ db: watched, client, readers: createReaders(watched, client, later) },
      ...{ findTeam: async () => teamId, onMarked },
      ...{ now: later, wallNow: later, pace: queue.pace, log: pino({ level: 'silent' }) },
      renderers: {
        async line(_, { ref }) {
          const said = queue.says(ref);
          return typeof said === 'string' ? message(section(said)) : said;
        },
      },
      hooks: {
        tellTrouble: async (_, teamId) => void queue.told.push(teamId),
        tellRefused: () => undefined,
        markUnreachable,
        onUnreachable: { line: async (_, { target }) => void queue.unreachable.push(target) },
      },
      async quietUntil(_, target) {
        const until = queue.quiet[target] ?? 0;
        return until > clock.ahead ? later().add({ seconds: until - clock.ahead }) : undefined;
      },
    });
    senders.push(made);
    return made;
  }

  const queue: Queue = {
    ...{
      ...database,
      workspace,
      clock,
      told: [],
      unreachable: [],
      quiet: {},
      pace: { perTargetMs: 0 },
      later,
      sender,
    },
    says: ({ text }) => text,
    async ask(shape, ...rows) {
      await database.db.transaction().execute(async (trx) => {
        for (const row of rows) await (shape === 'view' ? enqueueView(trx, row) : enqueueNotice(trx, row));
      });
    },
    rowOf: (key) =>
      database.db
        .selectFrom('outgoing')
        .select(['state', 'error', 'ts', 'troubles', 'attempts'])
        .where('key', '=', key)
        .executeTakeFirstOrThrow(),
    textsIn: (channel) => workspace.messages(channel).map(({ text }) => text),
    async drainAt(seconds) {
      clock.ahead = seconds;
      first ??= sender();
      await first.drain();
    },
    async stopSenders() {
      for (const one of senders.splice(0)) await one.stop();
      first = undefined;
    },
    async reset() {
      await queue.stopSenders();
      queue.pace.perTargetMs = 0;
      for (const table of [
        'outgoing',
        'changed',
        'sending_process',
        'slack_hold',
        'closed_place',
        'slack_user',
      ] as const)
        await database.db.deleteFrom(table).execute();
      workspace.faults.clear();
      workspace.reset();
      workspace.calls.length = 0;
      for (const id of ['U1', 'U2']) workspace.addUser({ id, name: id });
      for (const id of ['C1', 'C2'])
        workspace.addChannel({ id, name: id, members: ['U1'], botIsMember: true });
      Object.assign(queue, {
        told: [],
        unreachable: [],
        quiet: {},
        says: ({ text }: { text: string }) => text,
      });
      clock.ahead = 0;
    },
    async close() {
      await queue.stopSenders();
      await workspace.close();
      await database.close();
    },
  };
  return queue;
}

export function outgoing(key: string, more: Partial<Outgoing> = {}): Outgoing {
  return { teamId: TEAM, key, kind: 'line', target: 'C1', ref: { text: key }, ...more };
}
