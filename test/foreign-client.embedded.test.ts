import { describe, expect, test, vi } from 'vitest';
import { startDesk, YEAR } from './helpers/desk.ts';
import { type Relay, startRelay } from './helpers/foreign-relay.ts';

// The library warns that it does not connect anew by itself; the relay does that.
vi.spyOn(console, 'warn').mockImplementation(() => undefined);

// The season is played through such a client in sample-season.test.ts.
describe('a foreign client', () => {
  async function start(delivery: 'http' | 'socket') {
    let relay: Relay | undefined;
    const desk = await startDesk({
      ...{ setUp: false, delivery },
      putBetween: async (workspace) => (relay = await startRelay(workspace)),
    });
    return { desk, workspace: desk.workspace, relay: relay as unknown as Relay };
  }

  test('When a signature is wrong or old, Then the library refuses what the workspace sends', async () => {
    const { desk, workspace, relay } = await start('http');
    await desk.as('U0ALICE').command('/expert', 'help');
    const [{ body } = { body: '' }] = workspace.deliveries;
    const old = Math.floor(Date.now() / 1000) - 301;
    expect((await workspace.deliver('command', body, { badSignature: true })).status).toBe(401);
    expect((await workspace.deliver('command', body, { timestamp: old })).status).toBe(401);
    expect(relay.heard).toHaveLength(1);
    await desk.close();
  });

  test('When an event comes again, Then the library reads how often and why', async () => {
    const { desk, workspace, relay } = await start('http');
    const opened = await desk.as('U0ALICE').openHome();
    await desk.settle();
    expect(relay.heard).toMatchObject([{ retryNum: undefined, retryReason: undefined }]);
    await workspace.redeliver(opened, 2);
    await desk.settle();
    expect(relay.heard[1]).toMatchObject({ retryNum: 2, retryReason: 'http_timeout' });
    expect(relay.heard[1]?.body).toEqual(relay.heard[0]?.body);
    await desk.close();
  });

  test('When a form is wrong, Then the errors come back in the acknowledgement, over the socket too', async () => {
    for (const delivery of ['http', 'socket'] as const) {
      const { desk, workspace } = await start(delivery);
      const bureau = desk.as('U0BUREAU');
      await bureau.command('/expert', 'setup');
      await desk.settle();
      await bureau.submit({ ...YEAR, target_experts: 'none' });
      expect(Object.keys(bureau.errors)).toEqual(['target_experts']);
      expect(bureau.views).toHaveLength(1);
      expect(workspace.violations).toEqual([]);
      await desk.close();
    }
  });

  test.each(['warning', 'refresh_requested', 'link_disabled'] as const)(
    'When Slack says %s, Then it connects anew, and neither the command of then nor of now is lost',
    async (reason) => {
      const { desk, workspace, relay } = await start('socket');
      const alice = desk.as('U0ALICE');
      const typed = alice.command('/expert', 'help');
      await Promise.resolve();
      workspace.refreshSockets(reason);
      expect(workspace.sockets.open).toBe(0);
      await workspace.until(() => workspace.sockets.open === 1);
      expect((await typed).status).toBe(200);
      expect((await alice.command('/expert', 'help')).status).toBe(200);
      await desk.settle();
      expect(alice.ephemerals).toHaveLength(2);
      expect(relay.heard).toHaveLength(2);
      expect(workspace.calls.filter(({ method }) => method === 'apps.connections.open')).toHaveLength(2);
      expect(workspace.violations).toEqual([]);
      await desk.close();
    },
  );

  test('When its socket dies before the acknowledgement, Then the next one gets the payload as a retry', async () => {
    const { desk, workspace, relay } = await start('socket');
    const used = desk.as('U0ALICE').globalShortcut('post_demand');
    await Promise.resolve();
    workspace.sockets.drop();
    await relay.reach(desk.appUrl);
    expect(await used).toMatchObject({ status: 200, retryNum: 1 });
    expect(relay.heard.at(-1)).toMatchObject({ retryNum: 1, retryReason: 'connection_failed' });
    await desk.close();
  });
});
