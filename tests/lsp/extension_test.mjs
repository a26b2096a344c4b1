// Our extension for VS Code, against a stand-in for VS Code's modules: what it starts, for which files, and that it
// stops. The client itself is tested in client_test.mjs.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import Module, {createRequire} from 'node:module';

const require = createRequire(import.meta.url);
const folder = new URL('../../editors/vscode/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8'));
const setting = manifest.contributes.configuration.properties['opta.path'];
assert.equal(setting.default, 'opta');
const version = readFileSync(new URL('../../CMakeLists.txt', import.meta.url), 'utf8').match(/project\(opta VERSION (\S+)/)[1];
assert.equal(manifest.version, version);

const started = [];
class LanguageClient {
  constructor(id, name, server, options) {
    Object.assign(this, {server, options, running: false});
    started.push(this);
  }
  async start() { this.running = true; }
  needsStop() { return this.running; }
  async stop() { this.running = false; }
}
const commands = {};
let configured;
const stand_ins = {
  'vscode-languageclient/node': {LanguageClient},
  vscode: {
    workspace: {
      getConfiguration: () => ({get: () => configured}),
      createFileSystemWatcher: (pattern) => pattern,
      onDidChangeConfiguration: () => ({}),
    },
    commands: {registerCommand: (name, run) => (commands[name] = run)},
    window: {},
  },
};
const load = Module._load;
Module._load = (name, ...rest) => stand_ins[name] ?? load(name, ...rest);
const extension = require(new URL(manifest.main, folder).pathname);

await extension.activate({subscriptions: []});
assert.deepEqual(started[0].server, {command: 'opta', args: ['lsp']});
assert(started[0].options.documentSelector.some(({pattern}) => pattern === '**/opta.yaml'));
assert(started[0].running);
configured = '/opt/opta/bin/opta';
assert.deepEqual(Object.keys(commands), manifest.contributes.commands.map(({command}) => command));
await commands['opta.restart']();
assert(!started[0].running && started[1].running);
assert.equal(started[1].server.command, configured);
await extension.deactivate();
assert(!started[1].running);
console.log('1 passed, 0 failed');
