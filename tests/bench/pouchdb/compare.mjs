// How fast the same documents travel from PouchDB to pouchdb-server: the reference that the office's journey is held to.
// Arguments: a file with one JSON document a line, and how many documents go in one request.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createRequire } from "node:module";

const here = createRequire(resolve("package.json"));
const PouchDB = here("pouchdb");
const [file, batch] = [process.argv[2], Number(process.argv[3])];
const folder = mkdtempSync(join(tmpdir(), "pouchdb-"));

function freePort() {
  return new Promise((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

async function answers(url) {
  for (;;) {
    try {
      return await (await fetch(url)).json();
    } catch {
      await new Promise((again) => setTimeout(again, 50));
    }
  }
}

const port = await freePort();
const command = resolve("node_modules/.bin/pouchdb-server");
const server = spawn(command, ["--port", port, "--dir", folder, "--no-stdout-logs"], { cwd: folder, stdio: "ignore" });
try {
  const url = `http://127.0.0.1:${port}/`;
  await answers(url);
  const documents = readFileSync(file, "utf-8").trim().split("\n").map((line) => JSON.parse(line));
  const office = new PouchDB(join(folder, "office"));
  await office.bulkDocs(documents);
  const began = performance.now();
  const up = await office.replicate.to(url + "centre", { batch_size: batch });
  const sent = performance.now();
  await new PouchDB(join(folder, "second")).replicate.from(url + "centre", { batch_size: batch });
  const back = performance.now();
  if (up.docs_written !== documents.length) throw new Error(`${up.docs_written} of ${documents.length} arrived`);
  const perSecond = (from, to) => (documents.length * 1000) / (to - from);
  console.log(JSON.stringify({ up: perSecond(began, sent), down: perSecond(sent, back) }));
} finally {
  server.kill();
}
