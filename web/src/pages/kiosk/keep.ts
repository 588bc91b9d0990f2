/* SPDX-License-Identifier: Apache-2.0 */
/* What a kiosk keeps on its disk: votes that wait, in the order they were made, and what it needs to start without a
 * network. In IndexedDB, which a killed browser does not lose. */

/** One vote, heart or idea of somebody; it has no more than the server is to be told. */
export interface Act {
  cmd: 'cast' | 'idea.support' | 'idea.post';
  fields: Readonly<Record<string, unknown>>;
  who: string;
  /** When, by this device's clock. */
  made: number;
}
export interface Waiting extends Act { id: number }

/** How many were refused, by why. */
export type Refusals = Readonly<Record<string, number>>;

export interface Keep {
  add(act: Act): Promise<number>;
  waiting(): Promise<Waiting[]>;
  /** It is dealt with and goes, and is counted where it was refused: both or neither, and once. */
  settle(id: number, refused: string | null): Promise<void>;
  get<T>(key: string): Promise<T | undefined>;
  set(key: string, value: unknown): Promise<void>;
  /** All of it goes. */
  drop(): Promise<void>;
}

export const REFUSED = 'refused';
const ACTS = 'acts';
const KEPT = 'kept';
/** On the disk, and not only on its way there; browsers that do not know it pass over it. */
const STRICT = { durability: 'strict' } as IDBTransactionOptions;

const done = (work: IDBTransaction): Promise<void> => new Promise((resolve, reject) => {
  work.oncomplete = () => resolve();
  work.onabort = work.onerror = () => reject(work.error);
});
const answer = <T>(request: IDBRequest<T>): Promise<T> => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

function opened(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(ACTS, { keyPath: 'id', autoIncrement: true });
    request.result.createObjectStore(KEPT);
  };
  return answer(request);
}

class Disk implements Keep {
  constructor(private readonly _db: IDBDatabase) {
    // Another page takes it away, to delete it: this one must not stand in the way.
    _db.onversionchange = () => _db.close();
  }

  async add(act: Act): Promise<number> {
    const work = this._write(ACTS);
    const id = answer(work.objectStore(ACTS).add(act));
    await done(work);
    return await id as number;
  }

  waiting(): Promise<Waiting[]> {
    return answer(this._db.transaction(ACTS).objectStore(ACTS).getAll());
  }

  async settle(id: number, refused: string | null): Promise<void> {
    const work = this._write([ACTS, KEPT]);
    const acts = work.objectStore(ACTS);
    const kept = work.objectStore(KEPT);
    acts.getKey(id).onsuccess = ({ target }) => {
      // Another tab may have been faster.
      if ((target as IDBRequest).result === undefined) return;
      acts.delete(id);
      if (refused === null) return;
      kept.get(REFUSED).onsuccess = ({ target: held }) => {
        kept.put(oneMore((held as IDBRequest<Refusals | undefined>).result, refused), REFUSED);
      };
    };
    await done(work);
  }

  get<T>(key: string): Promise<T | undefined> {
    return answer(this._db.transaction(KEPT).objectStore(KEPT).get(key)) as Promise<T | undefined>;
  }

  async set(key: string, value: unknown): Promise<void> {
    const work = this._write(KEPT);
    work.objectStore(KEPT).put(value, key);
    await done(work);
  }

  async drop(): Promise<void> {
    const { name } = this._db;
    this._db.close();
    await answer(indexedDB.deleteDatabase(name));
  }

  private _write(stores: string | string[]): IDBTransaction {
    return this._db.transaction(stores, 'readwrite', STRICT);
  }
}

const oneMore = (held: Refusals = {}, why: string): Refusals => ({ ...held, [why]: (held[why] ?? 0) + 1 });

/** Where a browser has no disk for pages, or none left: it lasts as long as the page. */
export class Memory implements Keep {
  private readonly _acts = new Map<number, Waiting>();
  private readonly _kept = new Map<string, unknown>();
  private _id = 0;

  async add(act: Act): Promise<number> {
    const id = ++this._id;
    this._acts.set(id, { ...act, id });
    return id;
  }

  async waiting(): Promise<Waiting[]> { return [...this._acts.values()]; }

  async settle(id: number, refused: string | null): Promise<void> {
    if (!this._acts.delete(id) || refused === null) return;
    this._kept.set(REFUSED, oneMore(this._kept.get(REFUSED) as Refusals | undefined, refused));
  }

  async get<T>(key: string): Promise<T | undefined> { return this._kept.get(key) as T | undefined; }

  async set(key: string, value: unknown): Promise<void> { this._kept.set(key, value); }

  async drop(): Promise<void> {
    this._acts.clear();
    this._kept.clear();
  }
}

/** That of one room. */
export async function openKeep(code: string): Promise<{ keep: Keep; lasts: boolean }> {
  try {
    return { keep: new Disk(await opened(`clameur.kiosk.${code}`)), lasts: true };
  } catch {
    return { keep: new Memory(), lasts: false };
  }
}
