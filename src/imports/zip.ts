import { crc32, inflateRawSync } from 'node:zlib';
import { Unreadable } from './sheet.ts';

/** A workbook of one sheet has a dozen parts; each further sheet and picture is one more. */
const MOST_PARTS = 60;
/** In bytes, of all parts together. */
const MOST_UNPACKED = 30 * 1024 * 1024;

interface Part {
  name: string;
  flags: number;
  method: number;
  crc: number;
  packed: number;
  size: number;
  offset: number;
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
/** The longest comment behind the directory. */
const MOST_COMMENT = 65_535;

/**
 * The parts whose names are wanted. The directory is read before anything is unpacked, and no part becomes larger than
 * it says there, whatever its data hold.
 *
 * @throws Unreadable
 */
export function unpack(bytes: Buffer, isWanted: (name: string) => boolean): Map<string, Buffer> {
  const parts = readDirectory(bytes);
  const whole = parts.reduce((sum, { size }) => sum + size, 0);
  if (whole > MOST_UNPACKED) throw new Unreadable('unpacks_too_large', { max: MOST_UNPACKED / 1024 / 1024 });
  if (parts.some(({ flags }) => (flags & 1) === 1)) throw new Unreadable('locked');
  const wanted = parts.filter(({ name }) => isWanted(name));
  if (new Set(wanted.map(({ name }) => name)).size < wanted.length) throw new Unreadable('damaged');
  return new Map(wanted.map((part) => [part.name, inflate(bytes, part)]));
}

function readDirectory(bytes: Buffer): Part[] {
  const end = findEnd(bytes);
  const count = bytes.readUInt16LE(end + 10);
  if (count > MOST_PARTS) throw new Unreadable('too_many_parts', { n: count, max: MOST_PARTS });
  const parts: Part[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > end || bytes.readUInt32LE(at) !== ENTRY) throw new Unreadable('damaged');
    const [nameLength, extra, comment] = [28, 30, 32].map((from) => bytes.readUInt16LE(at + from));
    const next = at + 46 + (nameLength ?? 0);
    parts.push({
      name: bytes.toString('utf8', at + 46, next).replaceAll('\\', '/'),
      flags: bytes.readUInt16LE(at + 8),
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      packed: bytes.readUInt32LE(at + 20),
      // In a larger archive it would stand elsewhere: then it says 4 GB here, which is too much anyway.
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    });
    at = next + (extra ?? 0) + (comment ?? 0);
  }
  return parts;
}

function findEnd(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - 22 - MOST_COMMENT);
  for (let at = bytes.length - 22; at >= first; at -= 1) if (bytes.readUInt32LE(at) === END) return at;
  throw new Unreadable('damaged');
}

/** Exactly as long as the directory says, with the sum that stands there: half a part is none. */
function inflate(bytes: Buffer, { method, crc, packed, size, offset }: Part): Buffer {
  if (offset + 30 > bytes.length || bytes.readUInt32LE(offset) !== LOCAL) throw new Unreadable('damaged');
  const from = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  const data = bytes.subarray(from, from + packed);
  const content = method === 8 ? inflateTo(data, size) : method === 0 ? data : undefined;
  if (content?.length !== size || crc32(content) !== crc) throw new Unreadable('damaged');
  return content;
}

function inflateTo(data: Buffer, size: number): Buffer {
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(size, 1) });
  } catch {
    throw new Unreadable('damaged');
  }
}

/** The same parts as an archive in which nothing is packed: what is read of it can't grow any more. */
export function packPlain(parts: ReadonlyMap<string, Buffer>): Buffer<ArrayBuffer> {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of parts) {
    const name = Buffer.from(path);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt32LE(crc32(content), 10);
    shared.writeUInt32LE(content.length, 14);
    shared.writeUInt32LE(content.length, 18);
    shared.writeUInt16LE(name.length, 22);
    const before = Buffer.alloc(6);
    before.writeUInt32LE(ENTRY);
    before.writeUInt16LE(20, 4);
    const behind = Buffer.alloc(14);
    behind.writeUInt32LE(offset, 10);
    directory.push(before, shared, behind, name);
    files.push(wordOf(LOCAL), shared, name, content);
    offset += 30 + name.length + content.length;
  }
  const length = directory.reduce((sum, one) => sum + one.length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END);
  end.writeUInt16LE(parts.size, 8);
  end.writeUInt16LE(parts.size, 10);
  end.writeUInt32LE(length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, ...directory, end]);
}

function wordOf(signature: number): Buffer {
  const word = Buffer.alloc(4);
  word.writeUInt32LE(signature);
  return word;
}
