import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Marks, markChanged } from '../src/outbox/marks.ts';
import { outgoing, type Queue, startQueue, TEAM } from './helpers/queue.ts';

describe('what an act has marked', () => {
  let queue: Queue;
  let newest: string;
  beforeAll(async () => {
    queue = await startQueue();
  });
  beforeEach(async () => {
    await queue.reset();
    newest = 'first';
    queue.says = ({ text }) => `${text} ${newest}`;
  });
  afterAll(() => queue.close());

  const mark = (marks: Partial<Marks>) =>
    queue.db.transaction().execute((trx) => markChanged(trx, { teamId: TEAM, ...marks }));
  const left = () => queue.db.selectFrom('changed').select('id').execute();
  const updates = () => queue.workspace.calls.filter(({ method }) => method === 'chat.update').length;

  test('When it was marked often, Then it is shown anew once', async () => {
    await queue.ask('view', outgoing('card'));
    await queue.drainAt(0);
    newest = 'last';
    for (let i = 0; i < 30; i += 1) await mark({ views: ['card'] });
    await queue.drainAt(0);
    expect(queue.textsIn('C1')).toEqual(['card last']);
    expect([updates(), await left()]).toEqual([1, []]);
    expect(await queue.db.selectFrom('outgoing').select('wanted').execute()).toEqual([{ wanted: 2 }]);
  });

  test('When a key ends in a colon, Then all that begins so is meant; else this one alone', async () => {
    const keys = ['a:1', 'a:1:x', 'a:10', 'a:2', 'b:1', 'b:12', 'b:1:y'];
    await queue.ask('view', ...keys.map((key) => outgoing(key, { lane: key })));
    await queue.drainAt(0);
    newest = 'again';
    await mark({ views: ['a:1:', 'b:1'] });
    await queue.drainAt(0);
    expect(queue.textsIn('C1').filter((text) => text.endsWith('again'))).toEqual([
      'a:1:x again',
      'b:1 again',
    ]);
  });

  test('When nobody ever asked for it, or it is a notice, Then nothing is said', async () => {
    await queue.ask('notice', outgoing('said'));
    await queue.drainAt(0);
    newest = 'again';
    await mark({ views: ['said', 'never'] });
    await queue.drainAt(0);
    expect(queue.textsIn('C1')).toEqual(['said first']);
  });

  test('When the process stumbles while it takes them in, Then the next one finds them', async () => {
    await queue.ask('view', outgoing('card'), outgoing('more', { target: 'C2' }));
    await queue.drainAt(0);
    newest = 'last';
    await mark({ views: ['card'], people: ['U1'], about: ['need'] });
    const stumbling = queue.sender(TEAM, async () => {
      throw new Error('the process ends here');
    });
    await expect(stumbling.drain()).rejects.toThrow('ends here');
    expect(await left()).toHaveLength(1);
    const asked: Marks[] = [];
    await queue
      .sender(TEAM, async (_, __, marks) => {
        asked.push(marks);
        return ['more'];
      })
      .drain();
    expect(asked).toEqual([{ views: ['card'], people: ['U1'], about: ['need'] }]);
    expect([queue.textsIn('C1'), queue.textsIn('C2'), await left()]).toEqual([
      ['card last'],
      ['more last'],
      [],
    ]);
  });

  test('When they are of another workspace, Then they are left to whoever serves it', async () => {
    await queue.db.transaction().execute((trx) => markChanged(trx, { teamId: 'T0OTHER', views: ['card'] }));
    await queue.drainAt(0);
    expect(await left()).toHaveLength(1);
    await queue.db.deleteFrom('changed').execute();
  });
});
