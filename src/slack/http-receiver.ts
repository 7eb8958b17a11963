import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { type App, HTTPModuleFunctions, type Receiver, ReceiverMultipleAckError } from '@slack/bolt';
import type { Logger } from 'pino';

/** How long Slack waits for an acknowledgement, in ms. */
export const ACK_MS = 3000;

/** What the door-keeper has let through: the body, read and parsed once. */
export type Hear = (
  body: Record<string, unknown>,
  request: IncomingMessage,
  response: ServerResponse,
) => void;

/** Hands payloads over HTTP to Bolt, whose own receiver would read and parse each of them again. */
export function createHttpReceiver(log: Logger): { receiver: Receiver; hear: Hear } {
  let app: App | undefined;

  async function handOn(
    body: Record<string, unknown>,
    { headers }: IncomingMessage,
    response: ServerResponse,
  ) {
    let isAcknowledged = false;
    const late = setTimeout(() => {
      log.error('a payload was not acknowledged within three seconds');
      end(404);
    }, ACK_MS);

    /** Whatever was not acknowledged fails, and Slack shows its warning sign or delivers it again. */
    function end(status: number): void {
      clearTimeout(late);
      if (!response.headersSent) response.writeHead(status).end();
    }

    async function ack(said?: unknown): Promise<void> {
      if (isAcknowledged) throw new ReceiverMultipleAckError();
      isAcknowledged = true;
      clearTimeout(late);
      if (!response.headersSent) HTTPModuleFunctions.buildContentResponse(response, said);
    }

    try {
      await app?.processEvent({ body, ack, ...retryIn(headers) });
    } catch (error) {
      log.error({ name: (error as Error).name }, 'Bolt could not process a payload');
      end(500);
    }
    if (!isAcknowledged) end(404);
  }

  return {
    receiver: {
      init(ours) {
        app = ours;
      },
      // The server is another's.
      start: async () => undefined,
      stop: async () => undefined,
    },
    hear(body, request, response) {
      if (body.ssl_check === '1') response.writeHead(200).end();
      else if (body.type === 'url_verification')
        HTTPModuleFunctions.buildUrlVerificationResponse(response, body);
      else void handOn(body, request, response);
    },
  };
}

function retryIn(headers: IncomingHttpHeaders): { retryNum?: number; retryReason?: string } {
  const num = headers['x-slack-retry-num'];
  const reason = headers['x-slack-retry-reason'];
  if (typeof num !== 'string') return {};
  return { retryNum: Number(num), ...(typeof reason === 'string' ? { retryReason: reason } : {}) };
}

const FORM = 'application/x-www-form-urlencoded';
const PAYLOAD = 'payload=';

/**
 * What stands in the body, which is what is checked and what Bolt is handed.
 *
 * @throws when it is not JSON where it should be.
 */
export function parseBody(rawBody: Buffer, { headers }: IncomingMessage): unknown {
  const isForm = headers['content-type'] === FORM;
  const alone = isForm ? payloadAlone(rawBody.toString()) : undefined;
  if (alone !== undefined) return JSON.parse(alone);
  type Buffered = Parameters<typeof HTTPModuleFunctions.parseHTTPRequestBody>[0];
  return HTTPModuleFunctions.parseHTTPRequestBody({ rawBody, headers } as Buffered);
}

/** A form with one field, as Slack sends what people press and submit, is decoded in a tenth of the time. */
function payloadAlone(text: string): string | undefined {
  if (!text.startsWith(PAYLOAD) || text.includes('&')) return undefined;
  try {
    return decodeURIComponent(text.slice(PAYLOAD.length).replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
