/** What the director at the window may do to the line between app and workspace. */
import { z } from 'zod';
import type { Fault } from './faults.ts';
import type { Line } from './line.ts';
import { buildLog } from './log.ts';
import type { Team } from './team.ts';

const KINDS = {
  '429': 'respond429',
  '500': 'respond500',
  delay: 'delay',
  drop_after_accept: 'dropAfterAccept',
  drop_before: 'dropBefore',
} as const satisfies Record<string, Fault['kind']>;

type Kind = keyof typeof KINDS;

export const orderedFault = z.object({
  /** A Web API method, or `*` for all. */
  method: z.string().min(1),
  kind: z.enum(Object.keys(KINDS) as [Kind, ...Kind[]]),
  times: z.int().min(1),
  /** Seconds. */
  retryAfter: z.number().min(1).default(1),
  /** Milliseconds. */
  ms: z.number().min(0).default(1000),
});

/** Lets a fault strike the next calls. */
export function orderFault(team: Team, fault: z.infer<typeof orderedFault>): void {
  const { method, kind, times, retryAfter, ms } = fault;
  const { faults } = team;
  if (kind === '429') faults.respond429(method, { retryAfter, times });
  else if (kind === '500') faults.respond500(method, times);
  else if (kind === 'delay') faults.delay(method, ms, times);
  else if (kind === 'drop_after_accept') faults.dropAfterAccept(method, times);
  else faults.dropBefore(method, times);
  team.changed();
}

/** Which way the line runs, what went over it, and what is still to strike. */
export function buildDirector(team: Team, line: Line | undefined) {
  const faults = team.faults.pending.map(({ method, kind, times }) => ({
    method,
    kind: Object.entries(KINDS).find(([, own]) => own === kind)?.[0] ?? kind,
    left: times,
  }));
  const { mode = 'http', connections = 0 } = line ?? {};
  return { log: buildLog(team), faults, line: { mode, connections } };
}
