import { type Changes, createMirror } from '../../src/playground/window/parts.ts';

/** Reads what a window is told, as the browser does: changes come out as the world that they make. */
export function createHearing(): (data: unknown) => unknown {
  const mirror = createMirror();
  return (data) => {
    const said = JSON.parse(String(data)) as Changes | { type: 'done' | 'gone' | 'starting' };
    if (said.type !== 'changes') return said;
    const world = mirror.take(said);
    if (!world) throw new Error(`changes from ${said.from} were missed`);
    return world;
  };
}
