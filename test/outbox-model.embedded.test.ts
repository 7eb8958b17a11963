import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refreshView } from '../src/outbox/enqueue.ts';
import { listUnknown } from '../src/outbox/troubles.ts';
import { outgoing, type Queue, startQueue, TEAM } from './helpers/queue.ts';
import { runs } from './helpers/runs.ts';

let queue: Queue;

beforeAll(async () => {
  queue = await startQueue('embedded');
});

afterAll(() => queue.close());

type Step =
  | { do: 'notice' | 'change' | 'refresh'; key: number }
  | { do: 'drain'; seconds: number }
  | { do: 'fault'; fault: 'limit' | 'fail' | 'lose' | 'lose_before' | 'lose_update' };

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('notice', 'change', 'refresh'), key: fc.nat(2) }),
  fc.record({ do: fc.constant('drain' as const), seconds: fc.nat(40) }),
  fc.record({
    do: fc.constant('fault' as const),
    fault: fc.constantFrom('limit', 'fail', 'lose', 'lose_before', 'lose_update'),
  }),
);

const FAULTS = {
  limit: () => queue.workspace.faults.respond429('chat.postMessage', { retryAfter: 20 }),
  fail: () => queue.workspace.faults.respond500('*'),
  lose: () => queue.workspace.faults.dropAfterAccept('chat.postMessage'),
  lose_before: () => queue.workspace.faults.dropBefore('chat.postMessage'),
  lose_update: () => queue.workspace.faults.dropAfterAccept('chat.update'),
};

/** The whole model: which notices were asked for, and what each card says now. */
interface Model {
  notices: Set<number>;
  cards: Map<number, number>;
}

async function play(step: Step, model: Model): Promise<void> {
  switch (step.do) {
    case 'notice':
      model.notices.add(step.key);
      return queue.ask('notice', outgoing(`notice:${step.key}`, { target: 'C2' }));
    case 'change':
      model.cards.set(step.key, (model.cards.get(step.key) ?? 0) + 1);
      return queue.ask('view', cardOf(step.key));
    case 'refresh':
      return void (await queue.db.transaction().execute((trx) => refreshView(trx, TEAM, `card:${step.key}`)));
    case 'drain':
      return queue.drainAt(queue.clock.ahead + step.seconds);
    case 'fault':
      return FAULTS[step.fault]();
  }
}

const cardOf = (key: number) =>
  outgoing(`card:${key}`, { lane: `card:${key}`, ref: { card: String(key), text: '' } });

test('When asking, changing, failing and waiting come in any order, Then no notice is said twice, each card shows the newest state, and what is missing is unknown', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 14 }), async (played) => {
      await queue.reset();
      const model: Model = { notices: new Set(), cards: new Map() };
      queue.says = ({ card, text }) => (card ? `card ${card}: ${model.cards.get(Number(card))}` : text);
      for (const step of played) await play(step, model);
      queue.workspace.faults.clear();
      for (const seconds of [100, 300, 900]) await queue.drainAt(queue.clock.ahead + seconds);

      const unknown = new Set(
        (await listUnknown(queue.db, TEAM)).map(({ ref }) =>
          ref.card ? `card ${ref.card}` : (ref.text ?? ''),
        ),
      );
      for (const key of model.notices) {
        const said = queue.textsIn('C2').filter((text) => text === `notice:${key}`).length;
        expect(said).toBeLessThanOrEqual(1);
        if (said === 0) expect(unknown).toContain(`notice:${key}`);
      }
      for (const [key, newest] of model.cards) {
        const said = queue.textsIn('C1').filter((text) => text.startsWith(`card ${key}:`));
        expect(said.length).toBeLessThanOrEqual(1);
        if (said[0] !== `card ${key}: ${newest}`) expect(unknown).toContain(`card ${key}`);
      }
      const rows = await queue.db.selectFrom('outgoing').select('state').execute();
      expect(rows.every(({ state }) => state === 'sent' || state === 'unknown')).toBe(true);
      expect(rows).toHaveLength(model.notices.size + model.cards.size);
    }),
    { numRuns: runs(25, 8) },
  );
}, 240_000);
