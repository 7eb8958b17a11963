/** The workspace's state in plain maps, and the few things everything else asks of it. */
import type { AppManifest } from './app-manifest.ts';
import { createFaults, type Faults } from './faults.ts';
import { type Bytes, type File, keepInFolder, keepInMemory, type Upload } from './file-store.ts';
import type { Logged } from './log.ts';
import type { ApiCall, Channel, Delivery, Ephemeral, Message, User, View } from './records.ts';
import type { ResponseUrl, Trigger } from './triggers.ts';
import type { Shown } from './view-state.ts';

/** How the app is reached: by signed requests, or by the sockets it opens itself. */
export type DeliveryMode = 'http' | 'socket';

export interface WorkspaceOptions {
  /** Default 'http'. */
  delivery?: DeliveryMode;
  /** Where signed requests go: `${appUrl}/slack/events`; may be given later with `connect`. */
  appUrl: string;
  signingSecret: string;
  botToken: string;
  /** Opens sockets, and nothing else. */
  appToken?: string;
  manifest: AppManifest;
  /** Programme time: what message timestamps say. */
  now: () => Temporal.Instant;
  /** Milliseconds; triggers, response_urls, signatures, pacing and retries go by it. */
  wallNow: () => number;
  host?: string;
  port?: number;
  /** Answer 429 above one message a second and channel, and above each method's tier; default true. */
  paced?: boolean;
  /** How many calls and deliveries are remembered, the newest; without it all, as tests read them. */
  keep?: number;
  teamId?: string;
  /** Where uploads are kept; in memory without it. */
  filesDir?: string;
  /** Which of the manifest's optional scopes were granted; all of them without it. */
  grantedOptional?: string[];
}

export interface Team {
  options: WorkspaceOptions;
  id: string;
  domain: string;
  name: string;
  appId: string;
  botId: string;
  botUserId: string;
  /** Origin of the Web API; known once the server listens. */
  url: string;
  users: Map<string, User>;
  channels: Map<string, Channel>;
  /** In order of arrival, replies among them. */
  messages: Map<string, Message[]>;
  ephemerals: Ephemeral[];
  /** A person's modal stack, the top last. */
  modals: Map<string, View[]>;
  homes: Map<string, View>;
  /** view id → block_id → what the app said is wrong. */
  errors: Map<string, Record<string, string>>;
  /** What Slack's client tells a person when an app failed. */
  notices: Map<string, string>;
  /** `${user} ${channel}` → how many of the channel's messages that person has seen. */
  read: Map<string, number>;
  triggers: Map<string, Trigger>;
  responseUrls: Map<string, ResponseUrl>;
  /** What apps have suggested for their own lists, see `suggestionKey`. */
  suggested: Map<string, Shown>;
  files: Map<string, File>;
  bytes: Bytes;
  /** What the app is about to upload, by file id. */
  uploads: Map<string, Upload>;
  /** Each opens one socket. */
  tickets: Set<string>;
  calls: ApiCall[];
  deliveries: Delivery[];
  /** What went either way, the newest last. */
  log: Logged[];
  logged: number;
  violations: string[];
  faults: Faults;
  listeners: Set<() => void>;
  lastMicros: bigint;
  /** Every message timestamp given out. */
  issued: Set<string>;
  sequence: number;
  changed(): void;
}

/** An empty workspace in which only the bot lives. */
export function createTeam(options: WorkspaceOptions): Team {
  const listeners = new Set<() => void>();
  const id = options.teamId ?? 'T0EXPERTS';
  return {
    options,
    id,
    domain: 'experts',
    name: '专家服务基层 Experts',
    appId: 'A0EXPERTDESK',
    botId: 'B0EXPERTDESK',
    botUserId: 'U0EXPERTDESK',
    url: 'http://127.0.0.1',
    users: new Map(),
    channels: new Map(),
    messages: new Map(),
    ephemerals: [],
    modals: new Map(),
    homes: new Map(),
    errors: new Map(),
    notices: new Map(),
    read: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
    suggested: new Map(),
    files: new Map(),
    uploads: new Map(),
    bytes: options.filesDir ? keepInFolder(options.filesDir) : keepInMemory(),
    tickets: new Set(),
    calls: [],
    deliveries: [],
    log: [],
    logged: 0,
    violations: [],
    faults: createFaults(),
    listeners,
    lastMicros: 0n,
    issued: new Set(),
    sequence: 0,
    changed: () => {
      for (const listener of [...listeners]) listener();
    },
  };
}

/** Everything people made and saw is gone; ids go on counting, so that nothing old is mistaken for new. */
export function emptyTeam(team: Team): void {
  const { users, channels, messages, modals, homes, errors, notices, read } = team;
  const { triggers, responseUrls, suggested, files, uploads } = team;
  for (const map of [users, channels, messages, modals, homes, errors, notices, read]) map.clear();
  for (const map of [triggers, responseUrls, suggested, files, uploads]) map.clear();
  team.bytes.clear();
  team.ephemerals = [];
  team.issued.clear();
  team.lastMicros = 0n;
}

/** Notes a breach that a strict Slack, or a person who relies on a screen reader, would fault. */
export function faultApp(team: Team, breach: string): void {
  team.violations.push(breach);
}

/** A fresh id with Slack's leading letter, e.g. `V0000000A1`. */
export function freshId(team: Team, letter: string): string {
  team.sequence += 1;
  return `${letter}0${team.sequence.toString(36).toUpperCase().padStart(8, '0')}`;
}

/** A message timestamp in programme time, unique and never before an earlier one of the same moment. */
export function freshTs(team: Team): string {
  let micros = team.options.now().epochNanoseconds / 1000n;
  const last = team.lastMicros;
  if (micros <= last && last - micros < 1_000_000n) micros = last + 1n;
  while (team.issued.has(formatTs(micros))) micros += 1n;
  team.lastMicros = micros;
  team.issued.add(formatTs(micros));
  return formatTs(micros);
}

function formatTs(micros: bigint): string {
  return `${micros / 1_000_000n}.${(micros % 1_000_000n).toString().padStart(6, '0')}`;
}

/** The direct message between a person and the bot, opened when there is none. */
export function directMessage(team: Team, userId: string): Channel {
  const id = `D0${userId.slice(1)}`;
  const found = team.channels.get(id);
  if (found) return found;
  const members = new Set([userId, team.botUserId]);
  const channel: Channel = {
    id,
    name: 'directmessage',
    isPrivate: true,
    isArchived: false,
    isDm: true,
    dmUser: userId,
    members,
    created: Math.floor(team.options.wallNow() / 1000),
  };
  team.channels.set(id, channel);
  team.messages.set(id, []);
  return channel;
}

/** A message that was not deleted. */
export function findMessage(team: Team, channel: string, ts: string): Message | undefined {
  return team.messages.get(channel)?.findLast((message) => message.ts === ts && !message.deleted);
}
