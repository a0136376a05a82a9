// Workbooks for tests, written without a library.
import { deflateRawSync } from 'node:zlib';

// A workbook as small as one can be: names of sheets and their rows.
export function workbook(sheets) {
  const names = Object.keys(sheets);
  const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const letters = (at) => String.fromCharCode(65 + at);
  const written = (value, name) => {
    if (value === '') return '';
    if (value instanceof Date) return `<c r="${name}" s="1"><v>${value / 86400000 + 25569}</v></c>`;
    if (typeof value === 'number') return `<c r="${name}"><v>${value}</v></c>`;
    return `<c r="${name}" t="inlineStr"><is><t>${escaped(value)}</t></is></c>`;
  };
  const sheet = (rows) =>
    `<worksheet><sheetData>${rows
      .map((row, at) => `<row r="${at + 1}">${row.map((value, column) => written(value, `${letters(column)}${at + 1}`)).join('')}</row>`)
      .join('')}</sheetData></worksheet>`;
  const files = {
    'xl/workbook.xml': `<workbook xmlns:r="r"><sheets>${names.map((name, at) => `<sheet name="${escaped(name)}" r:id="r${at}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${names.map((_, at) => `<Relationship Id="r${at}" Target="worksheets/sheet${at}.xml"/>`).join('')}</Relationships>`,
    'xl/styles.xml': '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    ...Object.fromEntries(names.map((name, at) => [`xl/worksheets/sheet${at}.xml`, sheet(sheets[name])])),
  };
  return archive(files);
}

// An archive of files, by their names.
export function archive(files) {
  const parts = [];
  const directory = [];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const packed = deflateRawSync(text);
    const head = Buffer.alloc(30);
    head.write('PK\x03\x04', 0, 'latin1');
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(packed.length, 18);
    head.writeUInt32LE(Buffer.byteLength(text), 22);
    head.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.write('PK\x01\x02', 0, 'latin1');
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(Buffer.byteLength(text), 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    parts.push(head, Buffer.from(name), packed);
    directory.push(entry, Buffer.from(name));
    at += 30 + name.length + packed.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, list, end]);
}
