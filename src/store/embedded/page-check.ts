/**
 * Walks the pages of an LMDB file before it is mapped: LMDB trusts what it maps, and a wrong page
 * can end the process with a signal. Called after a process that held the file was killed, since
 * such a page may be why; layouts are those of LMDB's mdb.c (`MDB_page`, `MDB_node`, `MDB_db`).
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { damaged } from './data-folder.ts';
import type { LmdbHead } from './lmdb-file.ts';

const pageHeadBytes = 24;
const nodeHeadBytes = 8;
const treeBytes = 48;
const overflowBytes = 24;

/** Flags of a page. */
const [branch, leaf, overflow] = [1, 2, 4];
/** Flags of a node: its data is on pages of its own, or is a tree. */
const [big, subtree] = [1, 2];

/** The root of a tree without records. */
const noPage = 0xffff_ffff_ffff_ffffn;

/** A tree as its record says (`MDB_db`). */
interface Tree {
  readonly depth: number;
  readonly entries: bigint;
  readonly root: bigint;
}

/** `DATA_DAMAGED` when a page that the file's head leads to is not as LMDB writes it. */
export function checkPages(path: string, head: LmdbHead): void {
  const file = openSync(path, 'r');
  try {
    new PageWalk(path, file, head).check();
  } finally {
    closeSync(file);
  }
}

class PageWalk {
  readonly #path: string;
  readonly #file: number;
  readonly #head: LmdbHead;
  /** Pages that are in use: none is twice. */
  readonly #used: Uint8Array;

  constructor(path: string, file: number, head: LmdbHead) {
    this.#path = path;
    this.#file = file;
    this.#head = head;
    this.#used = new Uint8Array(Number(head.lastPage) + 1);
  }

  check(): void {
    for (const tree of this.#head.trees) this.#tree(treeIn(tree));
  }

  #tree({ root, depth, entries }: Tree): void {
    const found = root === noPage ? 0 : this.#page(root, depth);
    if (BigInt(found) !== entries) this.#refuse(root, `leads to ${found} of ${entries} records`);
  }

  /** How many records are below a page that is so many levels above the last. */
  #page(number: bigint, level: number): number {
    const page = this.#read(number);
    const flags = page.readUInt16LE(18);
    if (flags !== (level > 1 ? branch : leaf)) this.#refuse(number, 'is of another kind');
    const [lower, upper] = [page.readUInt16LE(20), page.readUInt16LE(22)];
    const room = page.length - pageHeadBytes;
    if (lower % 2 !== 0 || lower > upper || upper > room) this.#refuse(number, 'has wrong bounds');
    let records = 0;
    for (let at = 0; at < lower; at += 2) {
      const start = page.readUInt16LE(pageHeadBytes + at);
      if (start < upper || start + nodeHeadBytes > room) this.#refuse(number, 'has a wrong node');
      const node = page.subarray(pageHeadBytes + start);
      records += flags === branch ? this.#child(number, node, level) : this.#record(number, node);
    }
    return records;
  }

  #child(number: bigint, node: Buffer, level: number): number {
    if (nodeHeadBytes + node.readUInt16LE(6) > node.length) this.#refuse(number, 'has a wrong key');
    return this.#page(BigInt(node.readUIntLE(0, 6)), level - 1);
  }

  #record(number: bigint, node: Buffer): 1 {
    const [size, flags, start] = [
      node.readUInt32LE(0),
      node.readUInt16LE(4),
      nodeHeadBytes + node.readUInt16LE(6),
    ];
    const stored = flags === big ? overflowBytes : size;
    if (![0, big, subtree].includes(flags) || start + stored > node.length) {
      this.#refuse(number, 'has a wrong record');
    }
    const data = node.subarray(start, start + stored);
    if (flags === big) this.#overflow(data, size);
    if (flags === subtree) {
      if (size !== treeBytes) this.#refuse(number, 'has a wrong table');
      this.#tree(treeIn(data));
    }
    return 1;
  }

  #overflow(data: Buffer, size: number): void {
    const number = data.readBigUInt64LE(0);
    const pages = data.readBigUInt64LE(16);
    const page = this.#read(number, pages);
    if (page.readUInt16LE(18) !== overflow || BigInt(page.readUInt32LE(20)) !== pages) {
      this.#refuse(number, 'is of another kind');
    }
    if (pages * BigInt(page.length) < size + pageHeadBytes) this.#refuse(number, 'is too short');
  }

  /** The first of some pages, which are marked as used. */
  #read(number: bigint, pages = 1n): Buffer {
    const { lastPage, pageSize } = this.#head;
    if (number < 2n || pages < 1n || number + pages - 1n > lastPage) {
      this.#refuse(number, 'is beyond the end');
    }
    const marks = this.#used.subarray(Number(number), Number(number + pages));
    if (marks.includes(1)) this.#refuse(number, 'is used twice');
    marks.fill(1);
    const page = Buffer.allocUnsafe(pageSize);
    const bytes = readSync(this.#file, page, 0, pageSize, number * BigInt(pageSize));
    if (bytes < pageSize || page.readBigUInt64LE(0) !== number) {
      this.#refuse(number, 'is another one');
    }
    return page;
  }

  #refuse(number: bigint, message: string): never {
    throw damaged(this.#path, `page ${number} ${message}`);
  }
}

function treeIn(bytes: Buffer): Tree {
  return {
    depth: bytes.readUInt16LE(6),
    entries: bytes.readBigUInt64LE(32),
    root: bytes.readBigUInt64LE(40),
  };
}
