import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { SlackAPIClient, SlackAPIConnectionError, SlackApp } from 'slack-edge';
import type { Workspace } from '../../src/playground/workspace.ts';
import { type Between, closeServer, listen, SECRETS } from './desk.ts';

const SLACK = 'https://slack.com/api/';

/** Arguments of the Web API that the library turns into JSON itself. */
const OBJECTS = ['blocks', 'view', 'metadata'];

/** What Slack says beside an answer, and the desk listens to. */
const PASSED_ON = ['retry-after', 'x-oauth-scopes'];

/** A payload as the library understood it. */
interface Heard {
  body: object;
  retryNum?: number | undefined;
  retryReason?: string | undefined;
}

export interface Relay extends Between {
  /** What came by the library's own means and went on to the desk. */
  heard: Heard[];
  /** Methods that its client called for the desk. */
  called: string[];
}

/**
 * An app made with a library that shares no code with Slack's own SDK: the workspace sees that library alone. What it
 * received and understood goes on to the desk, with the answer back; what the desk calls goes through its client.
 */
export async function startRelay(workspace: Workspace): Promise<Relay> {
  const heard: Heard[] = [];
  const called: string[] = [];
  const sockets: WebSocket[] = [];
  const renameBack = renameSlack(workspace.apiUrl);
  const isSocket = workspace.team.options.delivery === 'socket';
  const app = isSocket
    ? new SlackApp({ env: { SLACK_BOT_TOKEN: SECRETS.botToken, SLACK_APP_TOKEN: SECRETS.appToken } })
    : new SlackApp({
        env: { SLACK_BOT_TOKEN: SECRETS.botToken, SLACK_SIGNING_SECRET: SECRETS.signingSecret },
      });
  let deskUrl = '';

  async function pass<Answer>({ body, retryNum, retryReason }: Heard): Promise<Answer> {
    heard.push({ body, retryNum, retryReason });
    return (await postTo(deskUrl, body)) as Answer;
  }

  app.command(/.*/, pass);
  app.shortcut(/.*/, pass);
  app.action(/.*/, pass);
  app.options(/.*/, pass);
  app.viewSubmission(/.*/, pass);
  app.viewClosed(/.*/, pass);
  for (const event of ['app_home_opened', 'app_mention', 'user_change'] as const) app.event(event, pass);

  /** The library leaves it to its user to connect anew. */
  async function connect(): Promise<void> {
    await app.connect();
    const socket = app.socketModeClient?.ws;
    if (!socket) throw new Error('the library opened no socket');
    sockets.push(socket);
    socket.addEventListener('message', ({ data }) => {
      if ((JSON.parse(String(data)) as { type: string }).type === 'disconnect') void connect();
    });
  }

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://relay');
    serve(pathname, request, response).catch(() => request.socket.destroy());
  });
  const url = await listen(server);

  function serve(pathname: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!pathname.startsWith('/api/')) return receive((given) => app.run(given), request, response);
    const method = pathname.slice('/api/'.length);
    called.push(method);
    return callSlack(workspace.apiUrl, method, request, response);
  }

  return {
    ...{ heard, called },
    apiUrl: `${url}/api/`,
    async reach(appUrl) {
      deskUrl = appUrl;
      workspace.connect(url);
      if (!isSocket) return;
      await connect();
      await workspace.until(() => workspace.sockets.open === 1);
    },
    async close() {
      await Promise.all(sockets.map(closeSocket));
      await closeServer(server);
      renameBack();
    },
  };
}

async function closeSocket(socket: WebSocket): Promise<void> {
  if (socket.readyState === WebSocket.CLOSED) return;
  const closed = new Promise((resolve) => socket.addEventListener('close', resolve));
  socket.close();
  await closed;
}

/** Parts of the library know no other address than Slack's: here that name leads to the workspace. */
function renameSlack(apiUrl: string): () => void {
  const { fetch } = globalThis;
  globalThis.fetch = (input, init) =>
    input instanceof Request && input.url.startsWith(SLACK)
      ? fetch(new Request(`${apiUrl}${input.url.slice(SLACK.length)}`, input))
      : fetch(input, init);
  return () => {
    globalThis.fetch = fetch;
  };
}

/** The library gets the request as it came: signature, retries and body are its own business. */
async function receive(
  run: (request: Request) => Promise<Response>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const headers = new Headers(request.headers as Record<string, string>);
  const body = await text(request);
  const answer = await run(new Request('http://relay/slack/events', { method: 'POST', headers, body }));
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(await answer.text());
}

async function postTo(deskUrl: string, body: object): Promise<unknown> {
  const { raw, type } = encode(body);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const hash = createHmac('sha256', SECRETS.signingSecret).update(`v0:${timestamp}:${raw}`).digest('hex');
  const answer = await fetch(`${deskUrl}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': type,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${hash}`,
    },
    body: raw,
  });
  if (answer.status !== 200) throw new Error(`the desk answered ${answer.status}`);
  const isJson = answer.headers.get('content-type')?.includes('json');
  return isJson ? answer.json() : answer.text();
}

function encode(body: object): { raw: string; type: string } {
  const form = 'application/x-www-form-urlencoded';
  const json = JSON.stringify(body);
  const fields = Object.entries(body).map(([name, value]) => [name, String(value)]);
  if ('command' in body) return { raw: String(new URLSearchParams(fields)), type: form };
  if ('event' in body) return { raw: json, type: 'application/json' };
  return { raw: String(new URLSearchParams({ payload: json })), type: form };
}

/** A call of the desk, made by the library's own client. */
async function callSlack(
  apiUrl: string,
  method: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const args: Record<string, unknown> = Object.fromEntries(new URLSearchParams(await text(request)));
  for (const name of OBJECTS)
    if (typeof args[name] === 'string') args[name] = JSON.parse(args[name]) as unknown;
  const token = request.headers.authorization?.slice('Bearer '.length);
  const client = new SlackAPIClient(token, {
    ...{ baseUrl: apiUrl, throwSlackAPIError: false, retryHandlers: [] },
  });
  const { status, headers, answer } = await client
    .call(method, args)
    .then(({ headers, ...answer }) => ({ status: 200, headers, answer: JSON.stringify(answer) }))
    .catch((error: unknown) => {
      if (!(error instanceof SlackAPIConnectionError) || error.status < 0) throw error;
      return { status: error.status, headers: error.headers, answer: error.body };
    });
  response.setHeader('content-type', 'application/json; charset=utf-8');
  for (const name of PASSED_ON) {
    const value = headers?.get(name);
    if (value) response.setHeader(name, value);
  }
  response.writeHead(status);
  response.end(answer);
}
