import { crc32, deflateRawSync } from "node:zlib";

/** 1980-01-01, the format's earliest: no clock in an archive whose hash names it. */
const DOS_DATE = 0x21;

/**
 * A deterministic ZIP archive (PKWARE APPNOTE 6.3): files sorted by name, one date, one mode (0644), deflate at one level. Same
 * content, same bytes.
 */
export function zip(files: Readonly<Record<string, Buffer>>): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const name of Object.keys(files).sort()) {
    const content = files[name] ?? Buffer.alloc(0);
    const packed = deflateRawSync(content, { level: 9 });
    const path = Buffer.from(name);
    // From "version needed" to the length of the name: the same in both headers.
    const common = Buffer.alloc(24);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt16LE(DOS_DATE, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(path.length, 22);
    const local = Buffer.concat([u32(0x04034b50), common, u16(0), path, packed]);
    central.push(
      Buffer.concat([
        u32(0x02014b50),
        u16(0x0314),
        common,
        u16(0),
        u16(0),
        u16(0),
        u16(0),
        u32(0o100644 * 0x10000),
        u32(offset),
        path,
      ]),
    );
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.concat([
    u32(0x06054b50),
    u16(0),
    u16(0),
    u16(central.length),
    u16(central.length),
    u32(directory.length),
    u32(offset),
    u16(0),
  ]);
  return Buffer.concat([...locals, directory, end]);
}

function u16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16LE(value);
  return buffer;
}

function u32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value >>> 0);
  return buffer;
}
