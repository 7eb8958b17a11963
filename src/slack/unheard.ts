import type { App, Receiver, ReceiverEvent } from '@slack/bolt';

/** What a receiver needs of Bolt. */
type Hearing = Pick<App, 'processEvent'>;

/**
 * Acknowledges what no listener took (a closed window, a choice, an entry of an older version), once all have been
 * asked: Slack would show a warning sign otherwise. A submission is never confirmed by anybody but its listener.
 */
export function answerUnheard(app: Hearing): App {
  const hearing: Hearing = {
    async processEvent(event: ReceiverEvent) {
      let isAnswered = false;
      await app.processEvent({
        ...event,
        ack(response) {
          isAnswered = true;
          return event.ack(response);
        },
      });
      if (!isAnswered && event.body.type !== 'view_submission') await event.ack();
    },
  };
  return hearing as App;
}

/** The same receiver, with nothing left unanswered. */
export function hearAll(receiver: Receiver): Receiver {
  return {
    init: (app) => receiver.init(answerUnheard(app)),
    start: (...args) => receiver.start(...args),
    stop: (...args) => receiver.stop(...args),
  };
}
