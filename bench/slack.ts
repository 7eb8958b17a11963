/** A Slack that answers everything at once and remembers nothing but who waits for an answer. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export const TEAM = 'T0BENCH';
export const SECRET = 'a-signing-secret';

export interface QuickSlack {
  /** For `SLACK_API_URL`. */
  apiUrl: string;
  /** New messages: to whom, and what. */
  posts: string[];
  /** An address for one answer, and the moment at which it has come. */
  expectAnswer(): { url: string; answered: Promise<void> };
  close(): Promise<void>;
}

const SELF = {
  team_id: TEAM,
  user_id: 'U0DESK',
  bot_id: 'B0DESK',
  team: 'bench',
  url: 'https://bench.slack.com/',
};

export async function startSlack(): Promise<QuickSlack> {
  const posts: string[] = [];
  const waiting = new Map<string, () => void>();
  let answers = 0;
  let stamps = 0;
  const server = createServer(async (asked, response) => {
    const body = await text(asked);
    const [, kind, name = ''] = (asked.url ?? '').split('/');
    if (kind === 'answer') {
      response.end('ok');
      waiting.get(name)?.();
      waiting.delete(name);
      return;
    }
    if (name === 'chat.postMessage') posts.push(postOf(body));
    stamps += 1;
    const ts = `${1_400_000_000 + stamps}.000001`;
    response.writeHead(200, {
      'content-type': 'application/json',
      'x-oauth-scopes': 'chat:write,users:read',
    });
    response.end(
      JSON.stringify({
        ok: true,
        ...SELF,
        ts,
        channel: 'D0BENCH',
        view: { id: 'V1', hash: '1' },
        user: { id: 'U0' },
      }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    apiUrl: `${base}/api/`,
    posts,
    expectAnswer() {
      answers += 1;
      const name = String(answers);
      const answered = new Promise<void>((resolve) => waiting.set(name, resolve));
      return { url: `${base}/answer/${name}`, answered };
    },
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function postOf(body: string): string {
  const form = new URLSearchParams(body);
  return `${form.get('channel')} ${form.get('text')} ${form.get('blocks')}`;
}

export interface Press {
  userId: string;
  actionId: string;
  value: string;
  responseUrl?: string;
  no: number;
}

/** The body that Slack sends when somebody presses a button of a card, as it would be signed now. */
function sign(press: Press): { body: string; headers: Record<string, string> } {
  const { userId, actionId, value, responseUrl, no } = press;
  const payload = {
    type: 'block_actions',
    team: { id: TEAM, domain: 'bench' },
    user: { id: userId, team_id: TEAM, name: userId, username: userId },
    api_app_id: 'A0BENCH',
    token: 'unused',
    trigger_id: `${no}.1.${userId}`,
    ...(responseUrl === undefined ? {} : { response_url: responseUrl }),
    channel: { id: 'C0BENCH', name: 'needs' },
    container: { type: 'message', message_ts: '1.000001', channel_id: 'C0BENCH', is_ephemeral: true },
    message: { ts: '1.000001', text: 'a card', blocks: [] },
    actions: [
      {
        type: 'button',
        action_id: actionId,
        block_id: 'card',
        value,
        action_ts: `${no}.2`,
        text: { type: 'plain_text', text: 'Claim' },
      },
    ],
  };
  const body = `payload=${encodeURIComponent(JSON.stringify(payload))}`;
  const at = String(Math.floor(Date.now() / 1000));
  const signature = `v0=${createHmac('sha256', SECRET).update(`v0:${at}:${body}`).digest('hex')}`;
  return {
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': at,
      'x-slack-signature': signature,
    },
  };
}

export interface Door {
  press(press: Press): Promise<void>;
  close(): void;
}

/** Presses over kept-alive connections, so many at most. */
export function createDoor(url: string, connections: number): Door {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    async press(press) {
      const { body, headers } = sign(press);
      const status = await new Promise<number>((resolve, reject) => {
        const sent = request(`${url}/slack/events`, { method: 'POST', agent, headers }, (response) => {
          response.resume().once('end', () => resolve(response.statusCode ?? 0));
        });
        sent.once('error', reject);
        sent.end(body);
      });
      if (status !== 200) throw new Error(`a press was answered with ${status}`);
    },
    close: () => agent.destroy(),
  };
}
