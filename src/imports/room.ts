import type { Room } from '../room.ts';
import { importsWords, registerImports } from './listeners.ts';
import { lookAtImports } from './look-at-imports.ts';
import { peopleInImports } from './refers.ts';
import { importsRenderers } from './renderers.ts';
import { listImportsWaiting } from './waiting.ts';

export const imports: Room = {
  name: 'imports',
  tables: ['import_row', 'import'],
  listen: registerImports,
  renderers: importsRenderers,
  looks: [{ name: 'imports', turn: 'upkeep', look: lookAtImports }],
  words: importsWords,
  home: listImportsWaiting,
  people: peopleInImports,
};
