import type { ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildManifest } from '../manifest/manifest.ts';
import { wallNow } from '../src/clock.ts';
import { createLine } from '../src/playground/line.ts';
import { startWorkspace } from '../src/playground/workspace.ts';
import type { Room } from '../src/room.ts';
import { startSchedule } from '../src/schedule.ts';
import { type Desk, startDesk } from './helpers/desk.ts';

let desk: Desk;

beforeAll(async () => {
  desk = await startDesk({ setUp: false });
});
afterAll(() => desk.close());

// Whoever stops the app may empty its tables next: a row written meanwhile would refer to one that goes.
describe('the app is stopped', () => {
  test('When a look is under way, Then it ends first', async () => {
    const order: string[] = [];
    const [begun, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    async function look(): Promise<undefined> {
      begun.resolve();
      await held.promise;
      order.push('looked');
    }
    const room: Room = { name: 'slow', looks: [{ name: 'slow', turn: 'day', anywhere: true, look }] };
    const nothing = async () => {};
    const schedule = startSchedule({ maintain: nothing }, { ...desk.deps, rooms: [room] });
    void schedule.lookNow();
    await begun.promise;
    const stopped = schedule.stop().then(() => order.push('stopped'));
    await setImmediate();
    held.resolve();
    await stopped;
    expect(order).toEqual(['looked', 'stopped']);
  });

  test('When a request is on its way to the playground’s app, Then it is answered first', async () => {
    const secrets = { botToken: 'xoxb-1', signingSecret: 'secret', appToken: 'xapp-1' };
    const workspace = await startWorkspace({
      ...{ ...secrets, appUrl: '', manifest: buildManifest('http') },
      ...{ now: wallNow, wallNow: () => wallNow().epochMilliseconds },
    });
    workspace.connect(workspace.url);
    workspace.addUser({ id: 'U1', name: 'one' });
    const order: string[] = [];
    const asked = Promise.withResolvers<ServerResponse>();
    const line = createLine({
      ...{ workspace, mode: 'http', secrets },
      startApp: async () => ({
        route(request, response) {
          request.resume();
          asked.resolve(response);
          return true;
        },
        look: async () => {},
        stop: async () => void order.push('stopped'),
      }),
    });
    workspace.onRequest(line.route);
    await line.start();
    const told = workspace.as('U1').globalShortcut('post_demand');
    const response = await asked.promise;
    const stopped = line.stop();
    await setImmediate();
    order.push('answered');
    response.end();
    expect((await told).status).toBe(200);
    await stopped;
    await workspace.close();
    expect(order).toEqual(['answered', 'stopped']);
  });
});
