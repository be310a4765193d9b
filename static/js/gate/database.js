// IndexedDB in promises. What is kept where:
//
//   pairings  by device: event, gate, end and the wrapped key in the clear; the token sealed
//   queue     in the order of the door: readings and walk-ins not yet sent, each sealed by itself
//   roster    pages of the roster as they came, sealed
//   notes     answers that differ from what was said at the door and nobody has seen yet, sealed

const NAME = "control";
const VERSION = 1;
const STORES = ["pairings", "queue", "roster", "notes"];
let opening = null;

function connect() {
  opening ??= new Promise((done, failed) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      const made = request.result;
      made.createObjectStore("pairings", { keyPath: "device" });
      for (const name of STORES.slice(1)) {
        const store = made.createObjectStore(name, { keyPath: "key", autoIncrement: true });
        store.createIndex("device", "device");
      }
    };
    request.onsuccess = () => {
      const database = request.result;
      database.onversionchange = () => forgetConnection(database);
      database.onclose = () => (opening = null);
      done(database);
    };
    request.onerror = () => failed(request.error);
  });
  opening.catch(() => (opening = null));
  return opening;
}

function forgetConnection(database) {
  database.close();
  opening = null;
}

// Do `work(store)` in one transaction; its request's result once everything is on the disk.
async function within(name, mode, work) {
  const database = await connect();
  return new Promise((done, failed) => {
    const transaction = database.transaction(name, mode);
    const request = work(transaction.objectStore(name));
    transaction.oncomplete = () => done(request?.result);
    transaction.onabort = () => failed(transaction.error ?? request?.error);
  });
}

export const canKeep = async () => {
  try {
    await connect();
    return true;
  } catch {
    return false; // private windows, and browsers told to keep nothing
  }
};

export const put = (name, row) => within(name, "readwrite", (store) => store.put(row));

export const get = (name, key) => within(name, "readonly", (store) => store.get(key));

export const all = (name) => within(name, "readonly", (store) => store.getAll());

export const of = (name, device) => within(name, "readonly", (store) => store.index("device").getAll(device));

export const count = (name, device) => within(name, "readonly", (store) => store.index("device").count(device));

export function remove(name, keys) {
  return within(name, "readwrite", (store) => {
    for (const key of keys) store.delete(key);
  });
}

export async function removeOf(name, device) {
  const keys = await within(name, "readonly", (store) => store.index("device").getAllKeys(device));
  if (keys.length) await remove(name, keys);
}

// Everything, and the files it was in as far as the browser lets us.
export async function erase() {
  for (const name of STORES) await within(name, "readwrite", (store) => store.clear());
  forgetConnection(await connect());
  await new Promise((done) => {
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = request.onerror = request.onblocked = done;
  });
}
