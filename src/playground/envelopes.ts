/** What goes through a socket, and what comes back. */
import { randomUUID } from 'node:crypto';
import { parseJson } from './http.ts';
import type { Delivery, DeliveryKind } from './records.ts';

/** Kinds whose acknowledgement may carry an answer. */
export const ANSWERABLE: DeliveryKind[] = ['command', 'view_submission', 'block_suggestion'];

export interface Envelope {
  envelope_id: string;
  type: 'slash_commands' | 'interactive' | 'events_api';
  payload: unknown;
  accepts_response_payload: boolean;
  retry_attempt: number;
  retry_reason: string;
}

export function wrap(kind: DeliveryKind, { body, retryNum = 0, retryReason = '' }: Delivery): Envelope {
  return {
    envelope_id: randomUUID(),
    type: kind === 'command' ? 'slash_commands' : kind === 'event' ? 'events_api' : 'interactive',
    payload: typeof body === 'string' ? Object.fromEntries(new URLSearchParams(body)) : body,
    accepts_response_payload: ANSWERABLE.includes(kind),
    retry_attempt: retryNum,
    retry_reason: retryReason,
  };
}

/** Undefined for what is none. */
export function readAcknowledgement(data: string): { envelope_id: string; payload?: unknown } | undefined {
  const said = parseJson(data) as { envelope_id?: unknown; payload?: unknown } | null | undefined;
  if (typeof said?.envelope_id !== 'string') return undefined;
  return { envelope_id: said.envelope_id, payload: said.payload };
}
