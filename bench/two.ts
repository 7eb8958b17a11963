/** Two processes on one database: what a claim costs in processor time, PostgreSQL's included, and who waits for whom. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Contest, Ground } from './contest.ts';
import { seedLivedIn } from './lived-in.ts';
import { pressAll } from './presses.ts';
import { cpuOf, type Server, startProduct } from './server.ts';
import { startSlack } from './slack.ts';

const CLAIMS = 400;
const WARM_UP = 40;
const CONNECTIONS = 8;

/** Processor time in ms for one claim. */
async function costOf(ground: Ground, processes: number): Promise<number> {
  const { db, url } = ground;
  const experts = CLAIMS + WARM_UP;
  await seedLivedIn(db, { experts, demands: experts, slots: 2 });
  const slack = await startSlack();
  const servers: Server[] = [];
  for (let i = 0; i < processes; i += 1) servers.push(await startProduct({ databaseUrl: url }, slack.apiUrl));
  const press = (from: number, presses: number) =>
    pressAll(
      servers.map((server) => server.url),
      slack,
      {
        presses,
        connections: CONNECTIONS,
        press: (n) => ({ userId: `U${from + n}`, actionId: 'claim_slot', value: `d${from + n}` }),
        until: 'answered',
      },
    );
  await press(0, WARM_UP);
  const before = totalCpu(servers);
  await press(WARM_UP, CLAIMS);
  const spent = totalCpu(servers) - before;
  for (const server of servers) await server.stop();
  await slack.close();
  return spent / CLAIMS;
}

function totalCpu(servers: readonly Server[]): number {
  const ours = servers.reduce((sum, { cpuMs }) => sum + cpuMs(), 0);
  return ours + postgresPids().reduce((sum, pid) => sum + cpuOf(pid), 0);
}

/** All processes of the servers on this machine; only this bench keeps them busy. */
function postgresPids(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres');
      } catch {
        return false;
      }
    });
}

export const TWO: Contest = {
  name: 'two processes, 8 connections',
  unit: 'ms of processor time a claim',
  yardstick: 'one process',
  goal: '≤ 1.15',
  ours: (ground) => costOf(ground, 2),
  usual: (ground) => costOf(ground, 1),
};
