// Reads HDF5 files for hdf5.ts, one a message. Plain JavaScript, because a thread has to register TypeScript itself.
import { parentPort } from 'node:worker_threads';

const MOST_OBJECTS = 20_000;
const MOST_BYTES = 2 ** 30;
const DEEPEST = 32;
const FLOAT = 1;
/** What training needs and running does not. */
const SKIPPED = /^(_?optimizer|optimizer_weights)$/;
const FILE = 'network.h5';

const { default: h5 } = await import('h5wasm').catch(() => ({ default: undefined }));
const module = await h5?.ready;

/** Attributes that are texts or lists of texts, by name. */
function textsOf(object) {
  const found = {};
  for (const [name, attribute] of Object.entries(object.attrs)) {
    const { value } = attribute;
    if (typeof value === 'string' || (Array.isArray(value) && value.every((one) => typeof one === 'string')))
      found[name] = value;
  }
  return found;
}

/** Whether a dataset holds numbers that weights may be; what all of them claim is counted before any of them is read. */
function isOfWeights(dataset, path, room) {
  const { type, size, shape, chunks } = dataset.metadata;
  if (type !== FLOAT || (size !== 4 && size !== 8)) return false;
  const count = (shape ?? []).reduce((product, side) => product * side, 1);
  const bytes = count * size;
  // Only chunks are compressed: what is not can't be larger than the file.
  if (!(bytes >= 0 && bytes <= room.bytes) || (!chunks && bytes > room.file))
    throw new Error(`“${path}” claims ${(shape ?? []).join(' × ')} values, more than there can be.`);
  room.bytes -= bytes;
  return true;
}

function valuesOf(dataset, path) {
  const { shape, value } = dataset;
  const count = (shape ?? []).reduce((product, side) => product * side, 1);
  if (value === null || value.length !== count) throw new Error(`The values of “${path}” can’t be read.`);
  return { shape, data: Float32Array.from(value) };
}

function walk(group, path, depth, found, room) {
  if (depth > DEEPEST) throw new Error('its groups lie too deep in one another.');
  found.attributes[path] = textsOf(group);
  for (const name of group.keys()) {
    if (SKIPPED.test(name)) continue;
    if (--room.objects < 0) throw new Error(`it claims more than ${MOST_OBJECTS} objects.`);
    const at = path === '' ? name : `${path}/${name}`;
    const object = group.get(name);
    if (object instanceof h5.Group) walk(object, at, depth + 1, found, room);
    else if (object instanceof h5.Dataset && isOfWeights(object, at, room)) found.datasets[at] = object;
  }
}

function read(bytes) {
  module.FS.writeFile(FILE, bytes);
  let file;
  try {
    file = new h5.File(FILE, 'r');
    const found = { attributes: {}, datasets: {} };
    walk(file, '', 0, found, { objects: MOST_OBJECTS, bytes: MOST_BYTES, file: bytes.length });
    for (const [path, dataset] of Object.entries(found.datasets)) found.datasets[path] = valuesOf(dataset, path);
    return found;
  } finally {
    // A file that could not be opened can't be closed either.
    try {
      file?.close();
    } catch {}
    module.FS.unlink(FILE);
  }
}

parentPort.on('message', (bytes) => {
  if (!module) return parentPort.postMessage({ missing: true });
  try {
    const found = read(bytes);
    const buffers = Object.values(found.datasets).map(({ data }) => data.buffer);
    parentPort.postMessage({ found }, buffers);
  } catch (thrown) {
    // After a trap the library's own memory is in no known state.
    parentPort.postMessage({ error: String(thrown?.message ?? thrown), broken: thrown?.constructor !== Error });
  }
});
