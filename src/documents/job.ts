import { z } from 'zod';
import type { Db } from '../db/open.ts';
import type { Actor } from '../directory/permissions.ts';
import { LOCALES, type Locale } from '../i18n/locale.ts';
import type { Programme } from '../programme/programme.ts';
import type { Room } from '../room.ts';
import { FORMATS, type Format, type Paper } from './paper.ts';

/** What can be asked for: the options of `what` in the modal `export`. */
export const WHATS = [
  'year_report',
  'needs',
  'experts',
  'reports',
  'summaries',
  'records',
  'week',
  'one',
  'confirmation',
] as const;
export type What = (typeof WHATS)[number];

/** About one need or one service, and not about a year. */
export function isOfObject(what: What): boolean {
  return what === 'one' || what === 'confirmation';
}

/** The forms in which each can be had, the usual one first. */
export function formatsOf(what: What): readonly Format[] {
  switch (what) {
    case 'year_report':
      return ['docx', 'html', 'xlsx'];
    case 'needs':
    case 'experts':
    case 'reports':
    case 'summaries':
    case 'records':
      return ['xlsx', 'csv', 'docx', 'html'];
    case 'week':
      return ['docx', 'html', 'xlsx'];
    case 'one':
    case 'confirmation':
      return ['docx', 'html'];
  }
}

/** As much of the programme as a paper tells of; without any of it, what is the reader's own. */
export interface Reach {
  all: boolean;
  /** Slugs, as in `systems`. */
  districts: string[];
  systems: string[];
}

export const OWN: Reach = { all: false, districts: [], systems: [] };

const parameters = z.object({
  year: z.number().int(),
  /** The need, claim or report that it is about. */
  object: z.string().optional(),
  format: z.enum(FORMATS),
  language: z.enum(LOCALES),
  reach: z.object({ all: z.boolean(), districts: z.array(z.string()), systems: z.array(z.string()) }),
});

export type Parameters = z.output<typeof parameters>;

/** Undefined for what another release asked for. */
export function readParameters(stored: unknown): Parameters | undefined {
  return parameters.safeParse(stored).data;
}

export function isWhat(text: unknown): text is What {
  return WHATS.some((one) => one === text);
}

/** Why there is no file. 'nothing': there is nothing to write down. */
export const FAULTS = ['nothing', 'not_yours', 'gone', 'too_large', 'too_slow', 'broken', 'gave_up'] as const;
export type Fault = (typeof FAULTS)[number];

/**
 * waiting → building → done or failed. Whoever builds it holds a lease: when that has run out, it is begun again, and
 * the file is handed over once, however often it was built.
 */
export interface Job {
  id: string;
  askedBy: string;
  what: string;
  parameters: Parameters | undefined;
  state: 'waiting' | 'building' | 'done' | 'failed';
  progress: number;
  tries: number;
  leaseUntil: Temporal.Instant | undefined;
  title: string;
  fault: Fault | undefined;
}

/** What a paper is read for. */
export interface PaperAsk {
  programme: Programme;
  locale: Locale;
  reach: Reach;
  /** Whoever reads it, with the roles of this moment. */
  actor: Actor;
  object: string | undefined;
  publicUrl: string | undefined;
  /** Those further on have something to say of a week. */
  rooms: readonly Room[];
  now: Temporal.Instant;
  /** Called as reading goes on. */
  onProgress: (done: number, total: number) => Promise<void>;
}

/** Reads one kind of paper, as it is at this moment. A word instead of it: there is none, for this reason. */
export type ReadPaper = (db: Db, ask: PaperAsk) => Promise<Paper | Fault>;
