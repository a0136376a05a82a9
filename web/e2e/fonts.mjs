// The fonts of the browser: those of a set, whatever this machine has. They are packages beside these tests.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const { resolve } = createRequire(import.meta.url);

const dejavu = ['dejavu-fonts-ttf'];
// Arimo is what Liberation Sans has been since its second version, under its first name.
const liberation = ['@expo-google-fonts/arimo'];
const noto = ['@expo-google-fonts/noto-sans', '@expo-google-fonts/noto-sans-math'];

// What machines usually have, by name: the packages, and which of their families are meant by general names and by those of others.
export const sets = {
  liberation: {
    packages: [...liberation, ...dejavu],
    families: { 'sans-serif': 'DejaVu Sans', serif: 'DejaVu Serif', monospace: 'DejaVu Sans Mono', 'Liberation Sans': 'Arimo', Arial: 'Arimo' },
  },
  // Wider than most others.
  dejavu: { packages: dejavu, families: { 'sans-serif': 'DejaVu Sans', serif: 'DejaVu Serif', monospace: 'DejaVu Sans Mono' } },
  noto: { packages: noto, families: { 'sans-serif': 'Noto Sans', serif: 'Noto Sans', monospace: 'Noto Sans' } },
};

const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

// A folder that is a home for a browser: it has the set's fonts and no others, can be written, and holds nobody's settings.
export async function home(set) {
  const { packages, families } = sets[set];
  const folder = await mkdtemp(join(tmpdir(), 'tradecast-browser-'));
  const fonts = packages.map((name) => `  <dir>${escaped(dirname(resolve(`${name}/package.json`)))}</dir>`);
  const aliases = Object.entries(families).map(
    ([name, family]) => `  <alias binding="same"><family>${name}</family><prefer><family>${family}</family></prefer></alias>`,
  );
  const lines = [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
    '<fontconfig>',
    ...fonts,
    `  <cachedir>${escaped(join(folder, 'fonts'))}</cachedir>`,
    ...aliases,
    '</fontconfig>',
  ];
  await writeFile(join(folder, 'fonts.conf'), `${lines.join('\n')}\n`);
  const env = {
    ...process.env,
    FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    HOME: folder,
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    // What the machine speaks, and where it is, is not what visitors do.
    LANG: 'C.UTF-8',
    LC_ALL: 'C.UTF-8',
    LANGUAGE: 'en',
    TZ: 'UTC',
  };
  delete env.FONTCONFIG_PATH;
  delete env.FONTCONFIG_SYSROOT;
  return { env, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) };
}
