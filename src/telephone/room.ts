import type { Room } from '../room.ts';
import { ACTIONS } from '../slack/ids.ts';
import { onButton } from '../slack/listen.ts';
import { toldThem } from './acts/tell-them.ts';
import { bundleLines } from './bundle.ts';
import { listBundlesOf } from './marked.ts';
import { listLinesWaiting, renderBundle } from './waiting.ts';

/** What people without an account are to hear, told by coordinators; the lines themselves are the queue's. */
export const telephone: Room = {
  name: 'telephone',
  listen: (app, deps) => onButton(app, deps, ACTIONS.toldThem, (click) => toldThem(deps, click)),
  onMarked: listBundlesOf,
  renderers: { telephone_lines: renderBundle },
  looks: [{ name: 'bundle_lines', turn: 'people', look: bundleLines }],
  home: listLinesWaiting,
};
