import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Db } from '../db/open.ts';
import type { Readers } from '../slack/reader.ts';
import type { Renderer } from '../slack/renderer.ts';
import type { TroubleHooks } from './aftermath.ts';
import type { Marks, OnMarked } from './marks.ts';
import type { PaceOptions } from './pace.ts';
import type { QuietUntil } from './send-row.ts';

/** What the queue is handed. */
export interface SenderOptions {
  db: Db;
  client: WebClient;
  /** The workspace that this process serves; nothing is taken of another one, nor before it is known. */
  findTeam(): Promise<string | undefined>;
  readers: Readers;
  renderers: Record<string, Renderer>;
  hooks: TroubleHooks;
  /** Whether people wait for answers at this moment: what only follows from their acts gives way. */
  isAnswering?(): boolean;
  /** Whoever stands right of the queue shows what acts have marked. */
  onMarked?: readonly OnMarked[];
  /** What others do at once after acts that marked something: beside the queue, which doesn't wait for them. */
  followUp?(marks: Marks): Promise<void>;
  quietUntil: QuietUntil;
  now: () => Temporal.Instant;
  wallNow: () => Temporal.Instant;
  pace: PaceOptions;
  log: Logger;
}
