// The command line tool, whose answers the package must give.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const root = new URL('../../../', import.meta.url);

// The project in which xtask has installed the package.
export const consumer = new URL('target/consumer/', root);

// What the tool prints.
export function tool(args, input) {
  const program = fileURLToPath(new URL('target/debug/tradecast', root));
  return execFileSync(program, args, { input, stdio: ['pipe', 'pipe', 'ignore'], encoding: 'utf8' });
}

// What it prints as JSON for a question.
export const printed = (options, input) => tool(['arrive', ...options, '--format', 'json'], input);

// The same as an object.
export function native(options, input) {
  return JSON.parse(printed(options, input));
}
