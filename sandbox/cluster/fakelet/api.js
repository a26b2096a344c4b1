// The Kubernetes API: requests, and watches that never end.
'use strict';
const fs = require('fs');
const https = require('https');
const path = require('path');

const WATCH_SECONDS = 300;
// Somebody else was quicker, or the object is gone: both are daily life of a controller.
const RACES = new Set([404, 409]);

class Api {
  constructor(server, certificates) {
    const file = (name) => fs.readFileSync(path.join(certificates, name));
    this.server = new URL(server);
    this.agent = new https.Agent({
      keepAlive: true, ca: file('ca.crt'), cert: file('admin.crt'), key: file('admin.key') });
  }

  get(where) { return this.#call('GET', where); }
  create(where, object) { return this.#call('POST', where, object, 'application/json'); }
  remove(where, options) { return this.#call('DELETE', where, options, 'application/json'); }
  // Replaces lists as a whole.
  merge(where, patch) { return this.#call('PATCH', where, patch, 'application/merge-patch+json'); }

  // Calls react(type, object) for each object there is and for each change, for ever.
  async watch(where, react) {
    const guarded = async (type, object) => {
      try {
        await react(type, object);
      } catch (error) {
        if (!RACES.has(error.code)) console.error(where, object.metadata.name, error.message);
      }
    };
    for (;;) {
      try {
        const list = await this.get(where);
        for (const object of list.items) guarded('ADDED', object);
        await this.#follow(where, list.metadata.resourceVersion, guarded);
      } catch (error) {
        console.error(where, error.message);
        await sleep(500);
      }
    }
  }

  #request(method, where, headers) {
    return https.request({ agent: this.agent, host: this.server.hostname, port: this.server.port, method, path: where,
      headers: { accept: 'application/json', ...headers } });
  }

  #call(method, where, body, type) {
    return new Promise((resolve, reject) => {
      const data = body && JSON.stringify(body);
      const request = this.#request(method, where,
        data && { 'content-type': type, 'content-length': Buffer.byteLength(data) });
      request.on('error', reject);
      request.on('response', (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part) => { text += part; }).on('error', reject).on('end', () => {
          if (response.statusCode < 300) return resolve(JSON.parse(text));
          const error = new Error(`${method} ${where}: ${response.statusCode} ${text}`);
          reject(Object.assign(error, { code: response.statusCode }));
        });
      });
      request.end(data);
    });
  }

  // Ends when the server ends the watch or the version is too old for it: the caller lists again.
  #follow(where, version, react) {
    return new Promise((resolve, reject) => {
      const request = this.#request('GET',
        `${where}?watch=1&timeoutSeconds=${WATCH_SECONDS}&resourceVersion=${version}`);
      request.on('error', reject);
      request.on('response', (response) => {
        let rest = '';
        response.setEncoding('utf8').on('error', reject).on('end', resolve).on('data', (part) => {
          const lines = (rest + part).split('\n');
          rest = lines.pop();
          for (const line of lines) {
            const event = JSON.parse(line);
            if (event.type === 'ERROR') return request.destroy();
            react(event.type, event.object);
          }
        });
        response.on('close', resolve);
      });
      request.end();
    });
  }
}

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const now = () => new Date().toISOString().replace(/\.\d+Z$/, 'Z');

module.exports = { Api, now, sleep };
