import type { Room } from '../room.ts';
import { ACTIONS } from '../slack/ids.ts';
import { onButton } from '../slack/listen.ts';
import { showFile } from './page.ts';
import { findFile, findUpload, forgetFiles } from './sql.ts';
import { turnFile } from './turn-page.ts';
import { buildHandedFile } from './views.ts';

export const files: Room = {
  name: 'files',
  tables: ['handed_file'],
  listen(app, deps) {
    for (const id of [ACTIONS.nextPage, ACTIONS.previousPage])
      onButton(app, deps, id, async (click) => void (await turnFile(deps, click)));
  },
  renderers: {
    async handed_file(db, { teamId, ref, locale = 'zh' }) {
      const file = await findFile(db, teamId, ref.fileId ?? '');
      return file && buildHandedFile(file, locale);
    },
    async file_upload(db, { teamId, ref }) {
      const file = await findUpload(db, teamId, ref.fileId ?? '');
      if (!file?.channel_id) return undefined;
      const { id, name, title, bytes, channel_id: channel } = file;
      return { upload: { id, channel, name, title, bytes } };
    },
  },
  looks: [
    {
      name: 'forget_files',
      turn: 'upkeep',
      async look({ db, findTeam, now }) {
        const teamId = await findTeam();
        return teamId === undefined ? undefined : forgetFiles(db, teamId, now());
      },
    },
  ],
  pages: { files: showFile },
};
