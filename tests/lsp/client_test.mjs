// `opta lsp` under vscode-languageserver-protocol, the client's half that VS Code itself uses.
//
//   node client_test.mjs OPTA          needs OPTA_TEST_LANGUAGE_CLIENT, which tools/setup --tests sets
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';

const packages = process.env.OPTA_TEST_LANGUAGE_CLIENT;
assert(packages, 'OPTA_TEST_LANGUAGE_CLIENT is not set: run tools/setup --tests and source its env.sh');
const lsp = createRequire(join(packages, 'package.json'))('vscode-languageserver-protocol/node');

const ENVIRONMENT = `name: staging
org_name: acme
providers:
  aws: {region: us-east-1, account_id: "111122223333"}
modules:
  - type: base
  - type: dns
    domain: staging.example.com
    delegated: false
  - type: k8s-cluster
  - type: k8s-base
  - type: postgres
    name: maindb
`;
const HEAD = `name: shop
environments:
  - name: staging
    path: ../staging/opta.yaml
input_variables:
  - name: most
    default: 3
modules:
`;
const SERVICE = HEAD + `  - type: k8s-service
    name: app
    image: nginx:1.29
    port: {http: 80}
    max_containers: "{vars.most}"
    links: [maindb]
`;

class Editor {
  static async start(opta, capabilities = {}) {
    const editor = new Editor();
    editor.process = spawn(opta, ['lsp'], {stdio: ['pipe', 'pipe', 'pipe']});
    editor.errors = '';
    editor.process.stderr.on('data', (text) => (editor.errors += text));
    editor.exit = once(editor.process, 'exit');
    editor.connection = lsp.createProtocolConnection(
      new lsp.StreamMessageReader(editor.process.stdout), new lsp.StreamMessageWriter(editor.process.stdin));
    editor.published = new Map();
    editor.waiting = [];
    editor.versions = new Map();
    editor.connection.onNotification(lsp.PublishDiagnosticsNotification.type, (params) => {
      editor.published.set(params.uri, params);
      editor.waiting.splice(0).forEach((wake) => wake());
    });
    editor.connection.listen();
    editor.server = await editor.connection.sendRequest(
      lsp.InitializeRequest.type, {processId: process.pid, rootUri: null, capabilities});
    await editor.connection.sendNotification(lsp.InitializedNotification.type, {});
    return editor;
  }

  async open(uri, text) {
    this.versions.set(uri, 1);
    await this.connection.sendNotification(
      lsp.DidOpenTextDocumentNotification.type, {textDocument: {uri, languageId: 'opta', version: 1, text}});
  }
  async change(uri, contentChanges) {
    const version = this.versions.get(uri) + 1;
    this.versions.set(uri, version);
    await this.connection.sendNotification(
      lsp.DidChangeTextDocumentNotification.type, {textDocument: {uri, version}, contentChanges});
  }
  async close(uri) {
    this.published.delete(uri);
    await this.connection.sendNotification(lsp.DidCloseTextDocumentNotification.type, {textDocument: {uri}});
  }
  // The next diagnostics for which `fits` holds.
  async diagnostics(uri, fits = (params) => params.version === this.versions.get(uri)) {
    const deadline = Date.now() + 20_000;
    while (!(this.published.has(uri) && fits(this.published.get(uri)))) {
      assert(Date.now() < deadline, `no such diagnostics; the last: ${JSON.stringify(this.published.get(uri))}`);
      await Promise.race([
        new Promise((wake) => this.waiting.push(wake)), new Promise((wake) => setTimeout(wake, 200))]);
    }
    return this.published.get(uri).diagnostics;
  }
  // Opens `text` with the cursor at its `|` and asks.
  async ask(request, uri, text) {
    const at = text.indexOf('|');
    const before = text.slice(0, at);
    await this.open(uri, before + text.slice(at + 1));
    const lines = before.split('\n');
    return this.connection.sendRequest(
      request.type, {textDocument: {uri}, position: {line: lines.length - 1, character: lines.at(-1).length}});
  }
  async complete(uri, text) {
    const answer = await this.ask(lsp.CompletionRequest, uri, text);
    return answer === null ? [] : answer.items;
  }
  async quit() {
    await this.connection.sendRequest(lsp.ShutdownRequest.type);
    await this.connection.sendNotification(lsp.ExitNotification.type);
    const [code, signal] = await this.exit;
    this.connection.dispose();
    return {code, signal, errors: this.errors};
  }
}

const labels = (items) => items.map((item) => item.label);
const textAt = (text, {start, end}) => {
  assert.equal(start.line, end.line);
  return text.split('\n')[start.line].slice(start.character, end.character);
};

const tests = {
  async 'an error is shown while it is there'(editor, {service}) {
    const wrong = SERVICE.replace('max_containers', 'max_container');
    await editor.open(service, wrong);
    const [found, ...more] = await editor.diagnostics(service);
    assert.deepEqual(more, []);
    assert.equal(found.code, 'E0201');
    assert.equal(found.severity, lsp.DiagnosticSeverity.Error);
    assert.equal(found.source, 'opta');
    assert.equal(textAt(wrong, found.range), 'max_container');
    // One letter, as an editor sends it.
    await editor.change(service, [{range: {start: found.range.end, end: found.range.end}, text: 's'}]);
    assert.deepEqual(await editor.diagnostics(service), []);
  },

  async 'columns are UTF-16, or UTF-8 where that was agreed on'(editor, {service, opta}) {
    const text = SERVICE.replace('image: nginx:1.29', 'image: "𝄞é{vars.moist}"');
    await editor.open(service, text);
    const [found] = await editor.diagnostics(service);
    assert.equal(found.code, 'E0403');
    assert.equal(textAt(text, found.range), '{vars.moist}');
    const other = await Editor.start(opta, {general: {positionEncodings: ['utf-8', 'utf-16']}});
    assert.equal(other.server.capabilities.positionEncoding, 'utf-8');
    await other.open(service, text);
    const [bytes] = await other.diagnostics(service);
    assert.equal(bytes.range.start.character, found.range.start.character + 3);
    assert.equal((await other.quit()).code, 0);
  },

  async 'an environment that is open counts as it stands there'(editor, {service, environment}) {
    await editor.open(service, SERVICE);
    assert.deepEqual(await editor.diagnostics(service), []);
    await editor.open(environment, ENVIRONMENT.replace('name: maindb', 'name: otherdb'));
    const [found] = await editor.diagnostics(service, ({diagnostics}) => diagnostics.length > 0);
    assert.equal(found.code, 'E0407');
    assert.equal(textAt(SERVICE, found.range), 'maindb');
    await editor.close(environment); // what is on disk counts again
    assert.deepEqual(await editor.diagnostics(service, ({diagnostics}) => diagnostics.length === 0), []);
  },

  async 'what is wrong in the environment stands at its path'(editor, {service, environment}) {
    await editor.open(environment, ENVIRONMENT.replace('us-east-1', 'us-east-11'));
    await editor.open(service, SERVICE);
    const [found] = await editor.diagnostics(service);
    assert.equal(textAt(SERVICE, found.range), '../staging/opta.yaml');
    assert.equal(found.relatedInformation[0].location.uri, environment);
    await editor.close(environment);
    await editor.diagnostics(service, ({diagnostics}) => diagnostics.length === 0);
  },

  async 'keys, values, names and links are completed'(editor, {service}) {
    assert.deepEqual(labels(await editor.complete(service, '|')).sort(),
      ['environments', 'gitops', 'input_variables', 'modules', 'name', 'org_name', 'preview', 'providers', 'waivers']);
    const keys = await editor.complete(service, HEAD + '  - type: k8s-service\n    image: a\n    |');
    assert(labels(keys).includes('max_containers') && !labels(keys).includes('image'));
    assert(keys.find(({label}) => label === 'port').documentation.value.includes('`http: 8000`'));
    assert.equal(keys.find(({label}) => label === 'port').textEdit.newText, 'port:\n      ');
    assert(labels(await editor.complete(service, HEAD + '  - type: |')).includes('postgres'));
    assert.deepEqual(labels(await editor.complete(service, HEAD + '  - type: postgres\n    multi_az: |')), ['true', 'false']);
    assert.deepEqual(labels(await editor.complete(service, SERVICE.replace('[maindb]', '[|]'))), ['maindb']);
    const names = await editor.complete(service, SERVICE.replace('{vars.most}', '{|}'));
    assert(labels(names).includes('vars.most') && labels(names).includes('parent.domain'));
  },

  async 'hover tells what a word means'(editor, {service}) {
    const hovered = async (text) => (await editor.ask(lsp.HoverRequest, service, text)).contents.value;
    assert.match(await hovered(SERVICE.replace('max_con', 'max_c|on')), /integer.*default `3`/);
    assert.match(await hovered(SERVICE.replace('k8s-service', 'k8s|-service')), /aws_ecr_repository/);
    assert.match(await hovered(SERVICE.replace('vars.most', 'vars.m|ost')), /variable/);
    assert.match(await hovered(SERVICE.replace('port:', 'po|rtt:')), /E0201/);
  },

  async 'definitions are found, in the environment too'(editor, {service, environment}) {
    const defined = (text) => editor.ask(lsp.DefinitionRequest, service, text);
    const [variable] = await defined(SERVICE.replace('vars.most', 'vars.mo|st'));
    assert.equal(variable.uri, service);
    assert.equal(textAt(SERVICE, variable.range), 'most');
    const [module] = await defined(SERVICE.replace('[maindb]', '[main|db]'));
    assert.equal(module.uri, environment);
    assert.equal(textAt(ENVIRONMENT, module.range), 'maindb');
    const [file] = await defined(SERVICE.replace('../staging', '../sta|ging'));
    assert.equal(file.uri, environment);
  },

  async 'a suggestion is a quick fix'(editor, {service}) {
    const wrong = SERVICE.replace('{vars.most}', '{vars.mots}');
    await editor.open(service, wrong);
    const [found] = await editor.diagnostics(service);
    const [action] = await editor.connection.sendRequest(lsp.CodeActionRequest.type,
      {textDocument: {uri: service}, range: found.range, context: {diagnostics: [found]}});
    await editor.change(service, action.edit.changes[service].map(({range, newText}) => ({range, text: newText})));
    assert.deepEqual(await editor.diagnostics(service), []);
  },

  async 'modules are the outline, and a closed file has no diagnostics'(editor, {service}) {
    await editor.open(service, SERVICE.replace('image', 'imagge'));
    assert((await editor.diagnostics(service)).length > 0);
    const symbols = await editor.connection.sendRequest(
      lsp.DocumentSymbolRequest.type, {textDocument: {uri: service}});
    assert.deepEqual(symbols.map(({name, detail}) => [name, detail]), [['app', 'k8s-service']]);
    await editor.close(service);
    assert.deepEqual(await editor.diagnostics(service, () => true), []);
  },

  async 'what the server does not know is refused'(editor) {
    await assert.rejects(editor.connection.sendRequest('textDocument/rename', {}), {code: -32601});
    await editor.connection.sendNotification('$/nothing', {});
  },
};

const CAPABILITIES = {
  textDocument: {
    completion: {completionItem: {insertTextModeSupport: {valueSet: [1, 2]}, tagSupport: {valueSet: [1]}}},
    publishDiagnostics: {relatedInformation: true},
    documentSymbol: {hierarchicalDocumentSymbolSupport: true},
  },
};

const folder = mkdtempSync(join(tmpdir(), 'opta-lsp-'));
let failures = 0;
try {
  const opta = process.argv[2];
  const files = {};
  for (const [name, text] of [['staging', ENVIRONMENT], ['service', SERVICE]]) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'opta.yaml'), text);
    files[name] = pathToFileURL(join(folder, name, 'opta.yaml')).href;
  }
  for (const [name, test] of Object.entries(tests)) {
    const editor = await Editor.start(opta, CAPABILITIES);
    try {
      await test(editor, {opta, service: files.service, environment: files.staging});
      assert.deepEqual(await editor.quit(), {code: 0, signal: null, errors: ''});
      console.log(`ok ${name}`);
    } catch (error) {
      failures += 1;
      console.log(`FAILED ${name}\n${error.stack}`);
      editor.process.kill();
    }
  }
} finally {
  rmSync(folder, {recursive: true});
}
console.log(`${Object.keys(tests).length - failures} passed, ${failures} failed`);
process.exit(failures === 0 ? 0 : 1);
