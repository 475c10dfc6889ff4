// 手机里的存放处: IndexedDB in promises.

const NAME = "tracker-field";
const STORES = ["meta", "keys", "drafts", "records", "photos"];
let opened = null;

function open() {
  opened = opened || new Promise((done, fail) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const store of STORES) request.result.createObjectStore(store, { keyPath: "id" });
    };
    request.onsuccess = () => {
      const db = request.result;
      db.onclose = () => { opened = null; };
      db.onversionchange = () => { db.close(); opened = null; };
      done(db);
    };
    request.onerror = () => { opened = null; fail(request.error); };
  });
  return opened;
}

async function within(mode, stores, work) {
  for (let turn = 0; ; turn++) {
    const db = await open();
    try {
      return await new Promise((done, fail) => {
        const act = db.transaction(stores, mode, { durability: mode === "readwrite" ? "strict" : "default" });
        const answer = {};
        act.oncomplete = () => done(answer.request && answer.request.result);
        act.onabort = () => fail(act.error || new DOMException("", "AbortError"));
        answer.request = work(act);
      });
    } catch (error) {
      if (error.name !== "InvalidStateError" || turn) throw error;
      opened = null;
    }
  }
}

export const get = (store, id) => within("readonly", [store], (act) => act.objectStore(store).get(id));
export const all = (store) => within("readonly", [store], (act) => act.objectStore(store).getAll());

const below = (id) => IDBKeyRange.bound(id + "/", id + "/\uffff");
export const allBelow = (store, id) =>
  within("readonly", [store], (act) => act.objectStore(store).getAll(below(id)));

function write(act, puts, drops = [], cleared = []) {
  for (const [store, id] of cleared) act.objectStore(store).delete(below(id));
  for (const [store, id] of drops) act.objectStore(store).delete(id);
  for (const [store, value] of puts) act.objectStore(store).put(value);
}

// [store, value] put, [store, id] dropped, [store, id] cleared = all below it; together or not at all
export const change = (...what) => within("readwrite", STORES, (act) => write(act, ...what));

// the same, if the record still fits; gives back whether it did
export const changeIf = async (id, fits, ...what) => fits(await within("readwrite", STORES, (act) => {
  const request = act.objectStore("records").get(id);
  request.onsuccess = () => { if (fits(request.result)) write(act, ...what); };
  return request;
}));

// writes what `turn` makes of what is there, in one transaction; undefined writes nothing
export const update = (store, id, turn) =>
  within("readwrite", [store], (act) => {
    const held = act.objectStore(store);
    const request = held.get(id);
    request.onsuccess = () => {
      const next = turn(request.result);
      if (next !== undefined) held.put(next);
    };
    return request;
  });
