// The command line tool, whose answers the package must give.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const root = new URL('../../../', import.meta.url);

// The project in which xtask has installed the package.
export const consumer = new URL('target/consumer/', root);

// What the tool prints as JSON for a question.
export function printed(options, input) {
  const tool = fileURLToPath(new URL('target/debug/tradecast', root));
  const asked = ['arrive', ...options, '--format', 'json'];
  return execFileSync(tool, asked, { input, stdio: ['pipe', 'pipe', 'ignore'], encoding: 'utf8' });
}

// The same as an object.
export function native(options, input) {
  return JSON.parse(printed(options, input));
}
