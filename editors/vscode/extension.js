// Starts `opta lsp` and hands the editor's requests to it. All that is known of Opta is in that program.
'use strict';
const vscode = require('vscode');
const {LanguageClient} = require('vscode-languageclient/node');

let client;

function makeClient() {
  const program = vscode.workspace.getConfiguration('opta').get('path') || 'opta';
  // Files keep the language `yaml`, and with it its colours and its other extensions.
  const named = ['opta.yaml', 'opta.yml', '*.opta.yaml', '*.opta.yml'].map((name) => ({pattern: `**/${name}`}));
  return new LanguageClient(
    'opta', 'Opta', {command: program, args: ['lsp']},
    {
      documentSelector: [...named, {scheme: 'file', language: 'yaml'}, {language: 'opta'}],
      initializationOptions: {triggerSuggest: true},
      synchronize: {fileEvents: vscode.workspace.createFileSystemWatcher('**/*.{yaml,yml}')},
    });
}

async function start() {
  client = makeClient();
  try {
    await client.start();
  } catch (error) {
    const answer = await vscode.window.showErrorMessage(
      `Opta's language server did not start: ${error.message}. Is opta installed? The setting opta.path names it.`,
      'Open the setting');
    if (answer) await vscode.commands.executeCommand('workbench.action.openSettings', 'opta.path');
  }
}

async function stop() {
  const running = client;
  client = undefined;
  if (running && running.needsStop()) await running.stop();
}

async function activate(context) {
  const restart = async () => {
    await stop();
    await start();
  };
  context.subscriptions.push(
    vscode.commands.registerCommand('opta.restart', restart),
    vscode.workspace.onDidChangeConfiguration((change) => change.affectsConfiguration('opta.path') && restart()));
  await start();
}

module.exports = {activate, deactivate: stop};
