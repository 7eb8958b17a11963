import { claims } from './claims/room.ts';
import { db } from './db/room.ts';
import { demands } from './demands/room.ts';
import { digests } from './digests/room.ts';
import { directory } from './directory/room.ts';
import { documents } from './documents/room.ts';
import { employers } from './employers/room.ts';
import { files } from './files/room.ts';
import { home } from './home/room.ts';
import { imports } from './imports/room.ts';
import { links } from './links/room.ts';
import { lists } from './lists/room.ts';
import { nudges } from './nudges/room.ts';
import { objects } from './objects/room.ts';
import { outbox } from './outbox/room.ts';
import { privacy } from './privacy/room.ts';
import { programme } from './programme/room.ts';
import { questions } from './questions/room.ts';
import { records } from './records/room.ts';
import { register } from './register/room.ts';
import { reports } from './reports/room.ts';
import type { Room } from './room.ts';
import { rounds } from './rounds/room.ts';
import { slack } from './slack/room.ts';
import { summaries } from './summaries/room.ts';
import { telephone } from './telephone/room.ts';
import { undo } from './undo/room.ts';
import { years } from './years/room.ts';

/** All rooms, in the order of the story. Only `app.ts` and the tests import this; everybody else is handed the list. */
export const ROOMS: readonly Room[] = [
  db,
  slack,
  outbox,
  files,
  programme,
  directory,
  demands,
  claims,
  rounds,
  reports,
  imports,
  links,
  employers,
  records,
  summaries,
  documents,
  years,
  telephone,
  register,
  privacy,
  undo,
  objects,
  lists,
  questions,
  digests,
  nudges,
  home,
];
