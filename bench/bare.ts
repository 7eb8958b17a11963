/** The yardsticks over HTTP: bare Bolt, with one named statement where it claims. Run as a program of its own. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, type BlockAction, type ButtonAction, HTTPReceiver, LogLevel } from '@slack/bolt';
import { Pool } from 'pg';
import { openFolder } from '../src/db/embedded.ts';
import { poolOf } from '../src/db/embedded-pool.ts';

interface Options {
  listeners: number;
  /** Claims with one statement and answers, or only acknowledges. */
  claims: boolean;
  databaseUrl?: string;
  dataDir?: string;
  secret: string;
  team: string;
}

/** One raw statement: slot, claim, audit row, outgoing row. */
const CLAIM = `with free as (
    select s.no from slot s where s.team_id = $1 and s.demand_id = $2 and s.expert_id is null
    order by s.no limit 1 for update of s skip locked
  ), seated as (
    insert into claim (team_id, id, number, demand_id, year, expert_id, slot_no, state, live_no, claimed_at)
    select $1, $4, $4, $2, 2013, $3, no, 'home_unit_pending', 1, now() from free returning slot_no
  ), taken as (
    update slot set expert_id = $3, claim_id = $4 from seated
    where slot.team_id = $1 and slot.demand_id = $2 and slot.no = seated.slot_no
  ), noted as (
    insert into audit (team_id, act, actor, object_kind, object_id, at, cause)
    select $1, 'claim_slot', $5, 'claim', $4, now(), $6 from seated
  ), told as (
    insert into outgoing (team_id, key, shape, kind, target, lane, ref)
    select $1, 'bare:' || $4, 'notice', 'bare', $5, 'to:' || $5, '{}' from seated
  )
  select slot_no from seated`;

type Ask = (values: unknown[]) => Promise<number>;

async function openAsk({ databaseUrl, dataDir }: Options): Promise<Ask> {
  if (dataDir !== undefined) {
    const { pglite } = await openFolder(dataDir);
    const client = await poolOf(pglite).connect();
    return async (values) => (await client.query(CLAIM, values)).rows.length;
  }
  const pool = new Pool({ connectionString: databaseUrl, max: 10 });
  return async (values) => (await pool.query({ name: 'claim', text: CLAIM, values })).rowCount ?? 0;
}

async function main(): Promise<void> {
  const options = JSON.parse(process.argv[2] ?? '{}') as Options;
  const receiver = new HTTPReceiver({
    signingSecret: options.secret,
    endpoints: '/slack/events',
    logLevel: LogLevel.ERROR,
  });
  const app = new App({
    receiver,
    convoStore: false,
    logLevel: LogLevel.ERROR,
    authorize: async () => ({
      botToken: 'xoxb-1',
      botId: 'B0DESK',
      botUserId: 'U0DESK',
      teamId: options.team,
    }),
  });
  const ask = options.claims ? await openAsk(options) : undefined;
  for (let i = 1; i < options.listeners; i += 1) app.action(`another_${i}`, async ({ ack }) => ack());
  app.action<BlockAction<ButtonAction>>(ask ? 'claim_slot' : 'gone', async ({ ack, action, body }) => {
    if (!ask) return ack();
    const id = randomUUID();
    const expert = `e${body.user.id.slice(1)}`;
    const seated = await ask([options.team, action.value, expert, id, body.user.id, body.trigger_id]);
    await ack();
    if (seated === 0) throw new Error('no slot');
    const response = await fetch(body.response_url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'claimed', response_type: 'ephemeral', replace_original: false }),
    });
    await response.body?.cancel();
  });
  const server = createServer(receiver.requestListener);
  server.listen(0, '127.0.0.1', () => {
    process.stdout.write(
      `${JSON.stringify({ msg: 'ready', port: (server.address() as AddressInfo).port })}\n`,
    );
  });
}

await main();
