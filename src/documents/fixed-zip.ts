import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate';

/** DOS has no time before it. Made of parts, since what is packed is the clock of wherever this runs. */
const FIRST_MOMENT = new Date(1980, 0, 1);

/** By its path, what stands there instead. */
export type Parts = Readonly<Record<string, (content: string) => string>>;

/** When it was written says nothing of what it says: without it, the same document has the same bytes. */
const WITHOUT_TIMES: Parts = {
  'docProps/core.xml': (content) => content.replace(/<dcterms:(created|modified)\b.*?<\/dcterms:\1>/gs, ''),
};

/** The same parts in the order of their names, with one time for all. */
export function fixZip(bytes: Uint8Array, change: Parts = {}): Uint8Array {
  const changes = { ...WITHOUT_TIMES, ...change };
  const unpacked = unzipSync(bytes);
  const packed: Zippable = {};
  // A reader knows by the first part what kind of document it is.
  const names = Object.keys(unpacked).toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  for (const name of names) {
    const content = unpacked[name];
    if (!content) continue;
    const changed = changes[name];
    packed[name] = changed ? strToU8(changed(strFromU8(content))) : content;
  }
  return zipSync(packed, { level: 6, mtime: FIRST_MOMENT });
}

function rank(name: string): number {
  return name === '[Content_Types].xml' ? 0 : 1;
}
