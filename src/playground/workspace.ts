/**
 * A local workspace that speaks Slack's protocol: a Web API that is strict where Slack is strict, people who
 * act through signed payloads. It knows the app only by its manifest and its address.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type HandleUpgrade, offerUpgrade, tellBroken } from './connections.ts';
import { type Courier, createCourier, type DeliveryOptions } from './courier.ts';
import type { Faults } from './faults.ts';
import { isFromHere, sendJson, targetOf } from './http.ts';
import { type ChannelPatch, insertChannel, insertUser, patchChannel, patchUser } from './members.ts';
import { createPerson, type Person } from './person.ts';
import { createRateLimits } from './rate-limits.ts';
import type {
  ApiCall,
  Channel,
  Delivery,
  DeliveryKind,
  Message,
  NewChannel,
  NewUser,
  User,
} from './records.ts';
import { serveResponseUrl } from './response-urls.ts';
import { serveToApp, takeUpload } from './serve-files.ts';
import { createSockets, type DisconnectReason, type Sockets } from './sockets.ts';
import { createTeam, emptyTeam, type Team, type WorkspaceOptions } from './team.ts';
import { createWaits, waitUntil } from './waits.ts';
import { answerCall } from './web-api.ts';

type HandleRequest = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface Workspace {
  /** For SLACK_API_URL; ends with a slash. */
  apiUrl: string;
  url: string;
  teamId: string;
  botUserId: string;
  botId: string;
  appId: string;
  server: Server;
  /** The state itself, for the window; tests read it through people and messages. */
  team: Team;
  connect(appUrl: string): void;
  addUser(user: NewUser): User;
  /** Delivers `user_change` when subscribed. */
  updateUser(id: string, patch: Partial<User>): Promise<void>;
  addChannel(channel: NewChannel): Channel;
  /** Delivers membership and archive events when subscribed. */
  updateChannel(id: string, patch: ChannelPatch): Promise<void>;
  as(userId: string): Person;
  /** A channel's messages in order of arrival, replies among them, deleted ones left out. */
  messages(channelId: string): Message[];
  calls: ApiCall[];
  deliveries: Delivery[];
  violations: string[];
  faults: Omit<Faults, 'strike'>;
  sockets: Pick<Sockets, 'open' | 'drop'>;
  /** Tells the app to open its sockets anew; 'refresh_requested' unless said otherwise. */
  refreshSockets(reason?: DisconnectReason): void;
  /** Sends anything, also forged: a payload object, or a raw form. */
  deliver(kind: DeliveryKind, body: unknown, options?: DeliveryOptions): Promise<Delivery>;
  redeliver(delivery: Delivery, retryNum: number): Promise<Delivery>;
  /** Sends the event retries that have become due by `wallNow`. */
  tick(): Promise<void>;
  /** Resolves when no delivery is in flight. */
  settled(): Promise<void>;
  /** Resolves as soon as the condition holds; looked at after every change. Rejects after `timeout` ms. */
  until<T>(condition: () => T, timeout?: number): Promise<NonNullable<T>>;
  onChange(listener: () => void): () => void;
  /** Serves what is not Slack's, such as the window; the handler returns false to pass. */
  onRequest(handler: HandleRequest): void;
  /** The same for WebSockets. */
  onUpgrade(handler: HandleUpgrade): void;
  /** Forgets people, channels and all that was said and seen; only the bot is left. */
  reset(): void;
  /** What else must end with the workspace. */
  onClose(end: () => void): void;
  close(): Promise<void>;
}

/** Starts the workspace's Web API and returns the workspace. */
export async function startWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const team = createTeam({ ...options });
  insertBot(team);
  const sockets = createSockets(team);
  const courier = createCourier(team, sockets);
  const handlers: HandleRequest[] = [];
  const waits = createWaits();
  const limits = createRateLimits();
  const server = createServer((request, response) => {
    route(request, response).catch((error: Error) => tellBroken(team, error, request, response));
  });

  // A busy machine may take seconds to use a connection again: closed in between, what is sent on it would be lost.
  server.keepAliveTimeout = 60_000;

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pathname = targetOf(request, team.url)?.pathname;
    if (pathname === undefined) return sendJson(response, 400, { ok: false, error: 'bad_request' });
    if (pathname.startsWith('/api/')) return answerCall(team, limits, waits.wait, request, response);
    if (pathname.startsWith('/response/'))
      return serveResponseUrl(team, pathname.slice('/response/'.length), request, response);
    if (pathname.startsWith('/files-pri/')) return serveToApp(team, request, response);
    if (pathname.startsWith('/upload/v1/')) return takeUpload(team, request, response);
    if (!isFromHere(request)) return sendJson(response, 403, { ok: false, error: 'forbidden' });
    if (!handlers.some((handler) => handler(request, response)))
      sendJson(response, 404, { ok: false, error: 'not_found' });
  }

  const { host = '127.0.0.1', port = 0 } = options;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  team.url = `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`;
  return assemble(team, courier, sockets, server, handlers, waits);
}

function insertBot(team: Team): void {
  insertUser(team, {
    id: team.botUserId,
    name:
      team.options.manifest.features?.bot_user?.display_name ??
      team.options.manifest.display_information.name,
    isBot: true,
  });
}

function assemble(
  team: Team,
  courier: Courier,
  sockets: Sockets,
  server: Server,
  handlers: HandleRequest[],
  waits: { release(): void },
): Workspace {
  const people = new Map<string, Person>();
  const upgrades: HandleUpgrade[] = [sockets.upgrade];
  const ends: (() => void)[] = [];
  const { url, id: teamId, botUserId, botId, appId, calls, deliveries, violations, faults } = team;

  function onChange(listener: () => void): () => void {
    team.listeners.add(listener);
    return () => team.listeners.delete(listener);
  }

  server.on('upgrade', (request, socket, head) => offerUpgrade(team, upgrades, request, socket, head));

  return {
    ...{ url, teamId, botUserId, botId, appId, server, team, calls, deliveries, violations, faults, sockets },
    apiUrl: `${url}/api/`,
    connect(appUrl) {
      team.options.appUrl = appUrl;
    },
    addUser: (user) => insertUser(team, user),
    updateUser: (id, patch) => patchUser(team, courier, id, patch),
    addChannel: (channel) => insertChannel(team, channel),
    updateChannel: (id, patch) => patchChannel(team, courier, id, patch),
    as(userId) {
      const person = people.get(userId) ?? createPerson(team, courier, userId);
      people.set(userId, person);
      return person;
    },
    messages: (channelId) => (team.messages.get(channelId) ?? []).filter(({ deleted }) => !deleted),
    deliver: (kind, body, options) => courier.send(kind, body, { ...options, isForged: true }),
    redeliver: ({ kind, body }, retryNum) =>
      courier.send(kind, body, { retryNum, retryReason: 'http_timeout', isForged: true }),
    tick: courier.tick,
    settled: courier.settled,
    until: (condition, timeout = 5000) => waitUntil(onChange, condition, timeout),
    onChange,
    onRequest: (handler) => void handlers.push(handler),
    onUpgrade: (handler) => void upgrades.push(handler),
    refreshSockets: (reason = 'refresh_requested') => sockets.disconnect(reason),
    reset() {
      people.clear();
      emptyTeam(team);
      insertBot(team);
    },
    onClose: (end) => void ends.push(end),
    async close() {
      for (const end of ends) end();
      waits.release();
      courier.close();
      sockets.close();
      await courier.settled();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
